import { defaultChecks } from '../../src/cascade/default-checks.js';
import type { EvaluationArm } from '../../src/evaluation/arm.js';
import type { QuestionOutcome } from '../../src/evaluation/outcome.js';
import { type ArmRun, runArm } from '../../src/evaluation/run-arm.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { runProvenance } from '../../src/ledger/provenance.js';
import { fakeArm } from '../fakes/fake-arm.js';
import { fakeBundle, fakeSampling } from '../fakes/fake-bundle.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeMeter } from '../fakes/fake-meter.js';
import { fakeQuestions } from '../fakes/fake-questions.js';
import { fakeProcesses, type MemoryFileSystem } from '../fakes/memory-file-system.js';

/** A small run: few questions, one or two waves each, every wave paying its own prompt. */
export const SEED = 57;
export const arm: EvaluationArm = fakeArm({
  waveSize: 2,
  budget: 5,
  rule: 'bayes',
  selection: 'arde',
  keepPrompt: false,
});
export const questions = fakeQuestions(2);
export const PATH = 'out/ledger.jsonl';

export function provenance(seed = SEED) {
  return runProvenance({
    versions: { qeil: '0.0.0' },
    bundle: fakeBundle(),
    dataSetDigest: 'd',
    seed,
    arms: [arm],
    checks: defaultChecks,
    sampling: fakeSampling,
    machine: { fingerprint: 'f' },
    meter: { source: 'modelled' },
  });
}

export function open(files: MemoryFileSystem, { pid = 1, resume = true, seed = SEED } = {}): Promise<Ledger> {
  const now = () => new Date(0);
  return openLedger({
    directory: 'out',
    resume,
    provenance: provenance(seed),
    files,
    processes: fakeProcesses(pid),
    now,
  });
}

export function run(ledger: Ledger | undefined, engine = new FakeEngine()): Promise<ArmRun> {
  return runArm({
    arm,
    engine,
    meter: new FakeMeter(),
    bundle: fakeBundle(),
    questions,
    seed: SEED,
    checks: defaultChecks,
    sampling: fakeSampling,
    cascade: { nowS: () => 0 },
    ...(ledger && { ledger }),
  });
}

/** What must not depend on interruptions: everything but cost, which work done twice may raise. */
export function withoutCost({ candidates, energyJ, energyDetail, wallS, restarts, ...rest }: QuestionOutcome) {
  return { ...rest, candidates: candidates.map(({ energyJ: _own, ...candidate }) => candidate) };
}
