import type { PlacementBounds } from '@qeil/model';
import type { ExecutablePlan } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { PlanName } from '../option/common.js';
import type { PlanningRecord } from '../schemas/planning.js';
import type { Services } from '../services/services.js';
import type { Demand } from './demand.js';
import type { Session } from './open-session.js';
import { planningRecord } from './plan-records.js';

export type Objective = 'knee' | 'energy' | 'latency';

/** A search's result, for the engine and for printing. */
export interface SessionPlan {
  readonly planned: Awaited<ReturnType<Services['planRequest']>>;
  readonly record: PlanningRecord;
}

/** Search a plan for a demand on the session's machine. */
export async function planSession(
  context: CliContext,
  session: Session,
  options: {
    readonly demand: Demand;
    readonly seed: number;
    readonly objective: Objective;
    readonly bounds?: Partial<PlacementBounds>;
  },
): Promise<SessionPlan> {
  const { demand, objective, seed, bounds } = options;
  const { machine, calibration, bundle, services } = session;
  const startedMs = context.now();
  const planned = await services.planRequest({
    machine,
    calibration,
    bundle,
    promptTokens: demand.promptTokens,
    sampleLengths: demand.sampleLengths,
    neededSamples: demand.neededSamples,
    ...(bounds === undefined ? {} : { bounds }),
    seed,
    objective,
    signal: context.signal,
  });
  const elapsedS = (context.now() - startedMs) / 1000;
  return { planned, record: planningRecord(planned, { demand, objective, elapsedS }) };
}

/** The plan a user named. */
export function planNamed(planned: SessionPlan['planned'], name: PlanName): ExecutablePlan {
  switch (name) {
    case 'v2':
      return planned.chosen;
    case 'standard':
      return planned.baselines.standard;
    case 'standard-batched':
      return planned.baselines.standardBatched;
    case 'v1-greedy':
      return planned.baselines.greedyV1;
  }
}
