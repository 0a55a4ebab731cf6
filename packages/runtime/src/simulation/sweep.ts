import { PRIORS, type PriorName } from '@qeil/model/catalogue';
import { type ComparerOptions, scenarioComparer } from './compare-scenario.js';
import type { MaybeComparison, Scenario } from './scenario.js';
import { simulatedMachine } from './simulated-machine.js';
import { POWER_AXIS, SAMPLES_AXIS, STANDARD_AXIS, STOPPING_AXIS, sweepAxes } from './sweep-axes.js';

/** One assumption changed, all others as in the base. */
export interface SweepPoint {
  readonly axis: string;
  readonly title: string;
  readonly setting: string;
  readonly comparison: MaybeComparison;
}

/** One combination of the assumptions that matter most. */
export interface GridPoint {
  /** Setting of each grid axis, by axis id. */
  readonly settings: Readonly<Record<string, string>>;
  readonly comparison: MaybeComparison;
}

export interface SweepResult {
  readonly base: MaybeComparison;
  readonly points: readonly SweepPoint[];
  readonly grid: readonly GridPoint[];
}

export interface SweepOptions extends ComparerOptions {
  readonly base: Scenario;
  /** Called after each comparison with how many are done. */
  readonly onProgress?: (done: number) => void;
}

/** Axes whose combinations are all tried. */
const GRID_AXES = [STANDARD_AXIS, SAMPLES_AXIS, STOPPING_AXIS, POWER_AXIS] as const;

/** What a sweep compares, before its searches. */
type SweepBase = Pick<SweepOptions, 'base' | 'catalogue' | 'machineId'>;

function singles({ base, catalogue, machineId }: SweepBase) {
  const { parts, used } = simulatedMachine({ catalogue, machineId, withPriors: true });
  const names = Object.keys(PRIORS) as PriorName[];
  const usedPriors = names.filter((name) =>
    used.some(({ kind, basis }) => kind === 'prior' && basis.includes(PRIORS[name].basis)),
  );
  const devices = parts.devices.map(({ name }) => name);
  return sweepAxes(devices, usedPriors).flatMap(({ id, title, settings }) =>
    settings.map((setting) => ({ axis: id, title, setting: setting.label, scenario: setting.apply(base) })),
  );
}

/** Number of comparisons that {@link sweep} makes. */
export function sweepSize(options: SweepBase): number {
  return singles(options).length + combinations(options.base).length;
}

/**
 * Compare v2 with standard inference while one open assumption after another is changed, then in all combinations of the
 * assumptions that matter most. Missing numbers of the machine are filled with priors.
 */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  // The searches must not report to the sweep's own listener.
  const { base, onProgress, ...comparerOptions } = options;
  const { signal } = comparerOptions;
  const comparer = scenarioComparer(comparerOptions);
  let done = 0;
  const compare = async (scenario: Scenario) => {
    signal?.throwIfAborted();
    const comparison = await comparer.compare(scenario);
    done += 1;
    onProgress?.(done);
    return comparison;
  };
  const points: SweepPoint[] = [];
  for (const { scenario, ...point } of singles(options)) points.push({ ...point, comparison: await compare(scenario) });
  const grid: GridPoint[] = [];
  for (const { settings, scenario } of combinations(base)) grid.push({ settings, comparison: await compare(scenario) });
  return { base: await comparer.compare(base), points, grid };
}

function combinations(base: Scenario): { settings: Record<string, string>; scenario: Scenario }[] {
  let all: { settings: Record<string, string>; scenario: Scenario }[] = [{ settings: {}, scenario: base }];
  for (const { id, settings } of GRID_AXES) {
    all = all.flatMap((partial) =>
      settings.map(({ label, apply }) => ({
        settings: { ...partial.settings, [id]: label },
        scenario: apply(partial.scenario),
      })),
    );
  }
  return all;
}
