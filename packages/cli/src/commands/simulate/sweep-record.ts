import type { DecoderFamilyName } from '@qeil/model';
import { type Catalogue, findMachine } from '@qeil/model/catalogue';
import { claimsNeeded, nearestToClaims, type Scenario } from '@qeil/runtime';
import type { CliContext } from '../../command/context.js';
import { startProgress } from '../../progress/progress.js';
import type { SimulateRecord } from '../../schemas/simulation-record.js';
import type { Services } from '../../services/services.js';
import { comparisonRecord } from './simulated-records.js';

/** Most plans each search of a sweep looks at: a fifth of the usual, for hundreds of searches. */
const SWEEP_EVALUATIONS = 10_000;
const NEAREST = 5;

export interface SweepRecordOptions {
  readonly catalogue: Catalogue;
  readonly machineId: string;
  readonly families: readonly DecoderFamilyName[];
  readonly seed: number;
  /** Plans a search may look at, where that is less than a sweep’s usual. */
  readonly evaluations: number;
  readonly base: Scenario;
  readonly quiet: boolean;
}

/** Sweep the open assumptions, with progress on stderr. */
export async function sweepRecord(
  context: CliContext,
  services: Services,
  { quiet, evaluations: allowed, ...options }: SweepRecordOptions,
): Promise<SimulateRecord['sweep']> {
  const evaluations = Math.min(allowed, SWEEP_EVALUATIONS);
  const { name } = findMachine(options.catalogue, options.machineId);
  const progress = await startProgress(context, `sweep of ${name}`, services.sweepSize(options), quiet);
  const result = await services
    .sweep({
      ...options,
      evaluations,
      signal: context.signal,
      onProgress: (done) => progress.update({ done, energyJ: null, meanPowerW: null }),
    })
    .finally(() => progress.stop());
  const grid = result.grid.map(({ settings, comparison }) => ({ settings, comparison: comparisonRecord(comparison) }));
  return {
    evaluations,
    base: comparisonRecord(result.base),
    points: result.points.map(({ comparison, ...point }) => ({ ...point, comparison: comparisonRecord(comparison) })),
    grid,
    needed: claimsNeeded(result.grid).map((count) => ({ ...count })),
    nearest: nearestToClaims(result.grid, NEAREST).map(({ settings, comparison }) => ({
      settings,
      comparison: comparisonRecord(comparison),
    })),
  };
}
