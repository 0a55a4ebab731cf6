import type { Question, SamplingOptions, StoppingRuleName } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { Talk } from '../progress/talk.js';
import { assumedDemand } from './demand.js';
import type { Session } from './open-session.js';
import { PILOT_QUESTIONS, pilotDemand } from './pilot.js';
import { planSession, type SessionPlan } from './plan-session.js';

/** Questions spread evenly over a list. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, index) => items[Math.floor((index * items.length) / wanted)]).filter(
    (item) => item !== undefined,
  );
}

/**
 * Plan for a set of questions: with a pilot on questions that will not be measured when there are any, else with a labelled
 * assumption.
 */
export async function planForQuestions(
  context: CliContext,
  session: Session,
  talk: Talk,
  options: {
    readonly questions: readonly Question[];
    /** Questions of the same kind that are not among those measured. */
    readonly spare: readonly Question[];
    readonly budget: number;
    readonly rule: StoppingRuleName;
    readonly selection: 'majority' | 'arde';
    readonly seed: number;
    readonly sampling: SamplingOptions;
  },
): Promise<SessionPlan> {
  const { questions, spare, budget, rule, selection, seed, sampling } = options;
  const lengths = questions.map((question) => session.bundle.tokenizer.encodePrompt(question.question).length);
  const demand = assumedDemand({
    promptTokens: Math.round(lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)),
    maxNewTokens: sampling.maxNewTokens,
    budget,
    stopsEarly: rule !== 'none',
  });
  const objective = 'knee';
  const first = await planSession(context, session, { demand, seed, objective });
  if (spare.length === 0) return first;
  const pilot = spread(spare, PILOT_QUESTIONS);
  talk(`pilot: ${budget} samples for each of ${pilot.length} questions that are not among those measured`);
  const measured = await pilotDemand(session, {
    questions: pilot,
    plan: first.planned.baselines.standardBatched,
    budget,
    rule,
    selection,
    seed,
    sampling,
    signal: context.signal,
    otherwise: demand,
  });
  return planSession(context, session, { demand: measured, seed, objective });
}
