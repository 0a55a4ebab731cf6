import type { ArmProcess, Timed } from './arm-process.js';
import type { BenchModel } from './bench-model.js';
import { type Machine, type Roof, roofOf } from './roofline.js';
import { knownMedian, median, range } from './statistics.js';

/** Baselines of the ratios, by the names of their arms. */
export const PLAIN = 'plain loop';
export const TRANSFORMERS = 'transformers.js';

export interface ArmResult {
  readonly arm: string;
  /** New tokens of all rows over the whole job, the prompt's reading included; median and range of the rounds. */
  readonly tokensPerS: number;
  readonly tokensPerSRange: readonly [number, number];
  /** Median over rounds of the ratio within the round; range in the same order. */
  readonly ratioToPlain: number;
  readonly ratioToTransformers: number;
  readonly ratioToTransformersRange: readonly [number, number];
  readonly cpuSPerToken: number | null;
  /** CPU time of transformers.js ÷ this arm's, within the round: other programs' load is hardly in it. */
  readonly cpuRatioToTransformers: number | null;
  /** CPU time burnt in the 100 ms after a generation (s). */
  readonly afterCpuS: number | null;
  /** One pass over one more token of every row, with everything around it (s). */
  readonly decodeStepS: number | null;
  /** `decodeStepS` ÷ the roof; 1 is the roof. */
  readonly timesRoof: number | null;
  /** (wall − time in ONNX Runtime's run) ÷ wall. */
  readonly outsideSessionShare: number | null;
  /** (wall − busy time of the device process) ÷ wall: what supervising it from another process costs. */
  readonly orchestrationShare: number | null;
}

export interface CaseResult {
  readonly model: string;
  readonly promptTokens: number;
  readonly rows: number;
  readonly newTokens: number;
  readonly roof: Roof;
  readonly arms: readonly ArmResult[];
}

const share = (part: number | undefined, whole: number): number | null =>
  part === undefined ? null : 1 - part / whole;

/** Any tokens will do; these differ from each other and are no special ones. */
export function promptOf(length: number, vocabulary: number): number[] {
  return Array.from({ length }, (_, index) => 10 + ((index * 37) % (vocabulary - 10)));
}

export interface CaseOptions {
  readonly model: BenchModel;
  readonly machine: Machine;
  readonly processes: readonly ArmProcess[];
  readonly promptTokens: number;
  readonly rows: number;
  readonly newTokens: number;
  readonly rounds: number;
}

/** Time all arms on one case, in turns: a round visits every arm, each round begins with another. The first round warms up. */
export async function measureCase(options: CaseOptions): Promise<CaseResult> {
  const { model, machine, processes, promptTokens, rows, newTokens, rounds } = options;
  const promptTokenIds = promptOf(promptTokens, model.vocabulary);
  const timed = new Map<string, Timed[]>(processes.map(({ arm }) => [arm.name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < processes.length; turn += 1) {
      const process = processes[(turn + round) % processes.length];
      if (process === undefined) continue;
      const result = await process.generate({ promptTokenIds, rows, newTokens, temperature: 1, seed: round });
      if (round > 0) timed.get(process.arm.name)?.push(result);
    }
  }
  const ratios = (name: string, baseline: string): number[] =>
    (timed.get(name) ?? []).map(({ wallS }, round) => (timed.get(baseline)?.[round]?.wallS ?? Number.NaN) / wallS);
  // The roof of a step half-way through, with the prompt read once for all rows: no arm can do with less.
  const roof = roofOf(model, machine, rows, { own: newTokens / 2, shared: promptTokens });
  const arms = processes.map(({ arm: { name } }): ArmResult => {
    const runs = timed.get(name) ?? [];
    const rates = runs.map(({ wallS }) => (rows * newTokens) / wallS);
    const decodeStepS = knownMedian(
      runs.map(({ decodeS, decodePasses }) => (decodeS === undefined ? null : decodeS / (decodePasses ?? 0))),
    );
    return {
      arm: name,
      tokensPerS: median(rates),
      tokensPerSRange: range(rates),
      ratioToPlain: median(ratios(name, PLAIN)),
      ratioToTransformers: median(ratios(name, TRANSFORMERS)),
      ratioToTransformersRange: range(ratios(name, TRANSFORMERS)),
      cpuSPerToken: knownMedian(runs.map(({ cpuS }) => cpuS && cpuS / (rows * newTokens))),
      cpuRatioToTransformers: knownMedian(
        runs.map(({ cpuS }, round) => {
          const other = timed.get(TRANSFORMERS)?.[round]?.cpuS ?? null;
          return cpuS === null || other === null ? null : other / cpuS;
        }),
      ),
      afterCpuS: knownMedian(runs.map(({ afterCpuS }) => afterCpuS)),
      decodeStepS,
      timesRoof: decodeStepS && decodeStepS / roof.stepS,
      outsideSessionShare: knownMedian(runs.map(({ wallS, sessionS }) => share(sessionS, wallS))),
      orchestrationShare: knownMedian(runs.map(({ wallS, busyS }) => share(busyS, wallS))),
    };
  });
  return { model: model.name, promptTokens, rows, newTokens, roof, arms };
}
