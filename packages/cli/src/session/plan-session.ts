import type { PlacementBounds } from '@qeil/model';
import type { ExecutablePlan, PlacementRules, TaskProfile } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { PlanName } from '../option/common.js';
import type { PlanningRecord } from '../schemas/planning.js';
import type { Services } from '../services/services.js';
import type { Session } from './open-session.js';
import { planningRecord } from './plan-records.js';

export type Objective = 'knee' | 'energy' | 'latency';

/** A search's result, for the engine and for printing. */
export interface SessionPlan {
  readonly planned: Awaited<ReturnType<Services['planRequest']>>;
  readonly record: PlanningRecord;
}

/** Search a plan for a task on the session's machine. */
export async function planSession(
  context: CliContext,
  session: Session,
  options: {
    readonly profile: TaskProfile;
    readonly seed: number;
    readonly objective: Objective;
    readonly bounds?: Partial<PlacementBounds>;
    readonly mostWaveJ?: number;
    readonly rules?: PlacementRules;
  },
): Promise<SessionPlan> {
  const { profile, objective, seed, bounds, mostWaveJ, rules } = options;
  const { machine, calibration, bundle, services } = session;
  const startedMs = context.now();
  const planned = await services.planRequest({
    machine,
    calibration,
    bundle,
    promptTokens: profile.promptTokens,
    sampleLengths: profile.sampleLengths,
    neededSamples: profile.neededSamples,
    ...(bounds === undefined ? {} : { bounds }),
    ...(mostWaveJ === undefined ? {} : { mostWaveJ }),
    ...(rules === undefined ? {} : { rules }),
    seed,
    objective,
    signal: context.signal,
  });
  const elapsedS = (context.now() - startedMs) / 1000;
  return {
    planned,
    record: planningRecord(planned, { profile, objective, choosePlan: services.choosePlan, elapsedS }),
  };
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
