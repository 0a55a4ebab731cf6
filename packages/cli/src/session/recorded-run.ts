import type { ExecutablePlan, Reliability, RunProvenance } from '@qeil/runtime';
import type { Session } from './open-session.js';
import type { SessionPlan } from './plan-session.js';

/** The plan of an arm: as recorded when a run is gone on with, else as planned now. */
export function pinnedPlan(
  { services, machine }: Session,
  { planned }: SessionPlan,
  arm: string,
  plan: ExecutablePlan,
  recorded: RunProvenance | undefined,
): ExecutablePlan {
  const begun = recorded?.arms.find(({ name }) => name === arm);
  return begun === undefined ? plan : services.pinPlan(machine, planned.problem, plan, begun);
}

/** What a run that is gone on with knew of votes and checks when it began; undefined when it knew nothing. */
export function recordedReliability({ services }: Session, recorded: RunProvenance): Reliability | undefined {
  const known = recorded.reliability;
  return known === undefined ? undefined : new services.Reliability(known.record, known.detail);
}
