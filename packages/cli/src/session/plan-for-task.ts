import type { PlacementBounds } from '@qeil/model';
import type { Check, PlacementRules, Question, SamplingOptions, TaskProfile } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { Talk } from '../progress/talk.js';
import type { Session } from './open-session.js';
import { PILOT_QUESTIONS, runPilot } from './pilot.js';
import { type Objective, planSession, type SessionPlan } from './plan-session.js';

export interface TaskOptions {
  /** Prompt length when it is known. */
  readonly promptTokens?: number;
  /** Questions of the task that will not be measured; a pilot may use them. */
  readonly spare: readonly Question[];
  readonly budget: number;
  readonly rule: TaskProfile['rule'];
  readonly selection: TaskProfile['selection'];
  readonly seed: number;
  readonly sampling: SamplingOptions;
  readonly objective: Objective;
  /** Default: those for worked problems. */
  readonly checks?: readonly Check[];
  readonly bounds?: Partial<PlacementBounds>;
  /** Most energy a question's first wave may be expected to take (J). */
  readonly mostWaveJ?: number;
  readonly rules?: PlacementRules;
}

/** Items spread evenly over a list. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, index) => items[Math.floor((index * items.length) / wanted)]).filter(
    (item) => item !== undefined,
  );
}

/** Mean prompt length of questions, in tokens. */
export function meanPromptTokens(session: Session, questions: readonly Question[]): number {
  const lengths = questions.map((question) => session.bundle.tokenizer.encodePrompt(question.question).length);
  return Math.max(1, Math.round(lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)));
}

/**
 * Plan for a task. What is known of it comes from the model's shipped profile, else from a pilot on spare questions, else from
 * labelled assumptions.
 */
export async function planForTask(
  context: CliContext,
  session: Session,
  talk: Talk,
  options: TaskOptions,
): Promise<SessionPlan> {
  const { spare, budget, rule, selection, seed, sampling, objective, promptTokens, bounds, mostWaveJ, rules } = options;
  const limits = {
    ...(bounds === undefined ? {} : { bounds }),
    ...(mostWaveJ === undefined ? {} : { mostWaveJ }),
    ...(rules === undefined ? {} : { rules }),
  };
  const known = promptTokens === undefined ? {} : { promptTokens };
  const bundle = { ...session.bundle, defaultSampling: sampling };
  const profile = await session.services.taskProfileOf(bundle, { rule, selection, budget, ...known });
  if (profile.source !== 'assumed' || spare.length === 0) {
    return planSession(context, session, { profile, seed, objective, ...limits });
  }
  const questions = spread(spare, PILOT_QUESTIONS);
  talk(`pilot: ${budget} samples for each of ${questions.length} questions that will not be measured`);
  const first = await planSession(context, session, { profile, seed, objective });
  const plan = first.planned.baselines.standardBatched;
  const { signal } = context;
  const judged = options.checks === undefined ? {} : { checks: options.checks };
  const learnt = await runPilot(session, {
    questions,
    plan,
    budget,
    rule,
    selection,
    seed,
    sampling,
    signal,
    ...judged,
  });
  return planSession(context, session, { profile: learnt ?? profile, seed, objective, ...limits });
}
