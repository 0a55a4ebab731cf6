import os from 'node:os';
import { evaluateInTypeScript, evaluateInWasm, searchInWasm } from './arms.js';
import { type SpeedCase, speedCases } from './cases.js';
import { type NativeArm, startNative } from './native.js';
import type { Sample } from './sample.js';

/** A quantity over the rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Rates of one kind of work on one instance, by arm. */
export interface Rates {
  readonly instance: string;
  readonly stages: number;
  readonly devices: number;
  /** `evaluate`: the evaluator alone on a walk of moves. `search`: whole searches, archive and all. */
  readonly work: 'evaluate' | 'search';
  /** Evaluations per second of processor time. */
  readonly perSecond: Readonly<Record<string, Spread>>;
  /** Of rates of the same round: `wasm/native` and so on. */
  readonly ratios: Readonly<Record<string, Spread>>;
}

/** Everything a run says; the form of `-o json`. */
export interface SpeedResult {
  readonly schema: 'qeil.bench-pgsam-speed/1';
  readonly rounds: number;
  readonly searchEvaluations: number;
  readonly note: string;
  readonly machine: { readonly cpu: string; readonly threads: number; readonly node: string };
  /** Why there is no native arm, where there is none. */
  readonly nativeAbsent: string | null;
  readonly rates: readonly Rates[];
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly searchEvaluations: number;
}

type Work = Readonly<Record<string, () => Sample | Promise<Sample>>>;

/** WebAssembly and native do the very same operations; the reference sums in another order. */
const REFERENCE_TOLERANCE = 1e-9;
const NOTE =
  'Arms take turns within each round, so that they share the noise; ratios are of one round. Processor time, not wall time.';

export async function measureSpeed({ rounds, searchEvaluations }: MeasureOptions): Promise<SpeedResult> {
  const cases = speedCases();
  const native = await startNative(cases);
  const arm = 'absent' in native ? undefined : native;
  try {
    const rates: Rates[] = [];
    for (const speedCase of cases) {
      for (const work of ['evaluate', 'search'] as const) {
        const arms = work === 'evaluate' ? evaluating(speedCase, arm) : searching(speedCase, arm, searchEvaluations);
        const { stages, devices } = speedCase.problem;
        const sizes = { stages: stages.length, devices: devices.length };
        rates.push({ instance: speedCase.name, ...sizes, work, ...(await takeTurns(arms, rounds)) });
      }
    }
    return {
      schema: 'qeil.bench-pgsam-speed/1',
      rounds,
      searchEvaluations,
      note: NOTE,
      machine: { cpu: os.cpus()[0]?.model ?? 'unknown', threads: os.availableParallelism(), node: process.version },
      nativeAbsent: 'absent' in native ? native.absent : null,
      rates,
    };
  } finally {
    await arm?.close();
  }
}

function evaluating(speedCase: SpeedCase, native: NativeArm | undefined): Work {
  return {
    typescript: () => evaluateInTypeScript(speedCase),
    wasm: () => evaluateInWasm(speedCase),
    ...(native === undefined ? {} : { native: () => native.evaluate(speedCase.name) }),
  };
}

function searching(speedCase: SpeedCase, native: NativeArm | undefined, budget: number): Work {
  const seed = 1;
  return {
    wasm: () => searchInWasm(speedCase, seed, budget),
    ...(native === undefined ? {} : { native: () => native.search(speedCase.name, seed, budget) }),
  };
}

async function takeTurns(work: Work, rounds: number): Promise<Pick<Rates, 'perSecond' | 'ratios'>> {
  const names = Object.keys(work);
  const rates = new Map<string, number[]>(names.map((name) => [name, []]));
  // The first round compiles and warms up; it is not counted.
  for (let round = -1; round < rounds; round += 1) {
    const checksums = new Map<string, number>();
    for (const [name, run] of Object.entries(work)) {
      const { evaluations, seconds, checksum } = await run();
      checksums.set(name, checksum);
      if (round >= 0) rates.get(name)?.push(evaluations / seconds);
    }
    requireSameWork(checksums);
  }
  const of = (name: string) => rates.get(name) ?? [];
  const pairs = names.flatMap((one, index) => names.slice(0, index).map((other) => [one, other] as const));
  return {
    perSecond: Object.fromEntries(names.map((name) => [name, spreadOf(of(name))])),
    ratios: Object.fromEntries(
      pairs.map(([one, other]) => [
        `${one}/${other}`,
        spreadOf(of(one).map((rate, round) => rate / (of(other)[round] ?? Number.NaN))),
      ]),
    ),
  };
}

function requireSameWork(checksums: ReadonlyMap<string, number>): void {
  const wasm = checksums.get('wasm');
  for (const [name, checksum] of checksums) {
    if (wasm === undefined) continue;
    const tolerance = name === 'typescript' ? REFERENCE_TOLERANCE * Math.abs(wasm) : 0;
    if (Math.abs(checksum - wasm) <= tolerance) continue;
    throw new Error(`${name} has the checksum ${checksum} and wasm ${wasm}: they did not evaluate alike`);
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), least: at(0), most: at(1) };
}
