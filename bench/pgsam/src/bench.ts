import os from 'node:os';
import { type Comparison, compareArms, type Summary, summarise, TIE } from './judge/compare.js';
import { HYPERVOLUME_REFERENCE } from './judge/indicators.js';
import type { Protocol } from './judge/judge-instance.js';
import type { InstanceResult } from './judge/result.js';
import { type RunAllOptions, runAll } from './run-all.js';

/** Everything a run of the bench says; the form of `-o json`. */
export interface BenchResult {
  readonly schema: 'qeil.bench-pgsam/1';
  readonly quick: boolean;
  readonly protocol: Protocol & {
    readonly hypervolumeReference: number;
    readonly tie: number;
    readonly note: string;
  };
  readonly machine: { readonly cpu: string; readonly threads: number; readonly node: string };
  readonly summaries: readonly Summary[];
  readonly comparisons: readonly Comparison[];
  readonly instances: readonly InstanceResult[];
}

const QUICK_NOTE = 'quick: fewer instances, seeds and budgets than the full run; no claim rests on it';
const FULL_NOTE = 'full run';

export async function bench(options: RunAllOptions): Promise<BenchResult> {
  const { budgets, seeds, quick } = options;
  const instances = await runAll(options);
  const byBudget = budgets.map((budget) => ({ budget, comparisons: compareArms(instances, budget) }));
  return {
    schema: 'qeil.bench-pgsam/1',
    quick,
    protocol: {
      budgets,
      seeds,
      hypervolumeReference: HYPERVOLUME_REFERENCE,
      tie: TIE,
      note: quick ? QUICK_NOTE : FULL_NOTE,
    },
    machine: { cpu: os.cpus()[0]?.model ?? 'unknown', threads: os.availableParallelism(), node: process.version },
    summaries: byBudget.map(({ budget, comparisons }) => summarise(instances, comparisons, budget)),
    comparisons: byBudget.flatMap(({ comparisons }) => comparisons),
    instances,
  };
}
