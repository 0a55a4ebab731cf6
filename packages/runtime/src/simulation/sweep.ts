import { PRIORS, type PriorName } from '@qeil/model/catalogue';
import { type ComparerOptions, scenarioComparer } from './compare-scenario.js';
import type { MaybeComparison, Scenario } from './scenario.js';
import { simulatedMachine } from './simulated-machine.js';
import { OBJECTIVE_AXIS, SAMPLES_AXIS, STANDARD_AXIS, STOPPING_AXIS, sweepAxes } from './sweep-axes.js';

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
  /** Called before each comparison. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Axes whose combinations are all tried. */
export const GRID_AXES = [STANDARD_AXIS, SAMPLES_AXIS, STOPPING_AXIS, OBJECTIVE_AXIS] as const;

/** Searches are shared by key and remembered, so that the grid costs little more than its requests. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { base, onProgress, signal, catalogue, machineId } = options;
  const { parts, used } = simulatedMachine({ catalogue, machineId, withPriors: true });
  const names = Object.keys(PRIORS) as PriorName[];
  const usedPriors = names.filter((name) =>
    used.some(({ kind, basis }) => kind === 'prior' && basis.startsWith(PRIORS[name].basis)),
  );
  const axes = sweepAxes(
    parts.devices.map(({ name }) => name),
    usedPriors,
  );
  const single = axes.flatMap(({ id, title, settings }) =>
    settings.map((setting) => ({ axis: id, title, setting: setting.label, scenario: setting.apply(base) })),
  );
  const combined = combinations(base);
  const comparer = scenarioComparer(options);
  let done = 0;
  const compare = async (scenario: Scenario) => {
    signal?.throwIfAborted();
    onProgress?.(done, single.length + combined.length);
    done += 1;
    return comparer.compare(scenario);
  };
  const points: SweepPoint[] = [];
  for (const { scenario, ...point } of single) points.push({ ...point, comparison: await compare(scenario) });
  const grid: GridPoint[] = [];
  for (const { settings, scenario } of combined) grid.push({ settings, comparison: await compare(scenario) });
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
