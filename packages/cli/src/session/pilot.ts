import type { Check, ExecutablePlan, Question, QuestionOutcome, SamplingOptions, TaskProfile } from '@qeil/runtime';
import type { Session } from './open-session.js';

/** Enough to see the order of magnitude, few enough to cost a second or two. */
export const PILOT_QUESTIONS = 4;

export interface PilotOptions {
  readonly questions: readonly Question[];
  readonly plan: ExecutablePlan;
  readonly budget: number;
  readonly rule: TaskProfile['rule'];
  readonly selection: TaskProfile['selection'];
  readonly seed: number;
  readonly sampling: SamplingOptions;
  readonly signal: AbortSignal;
  readonly checks?: readonly Check[];
}

/** Draw the whole budget for a few questions and learn the task from them. Undefined when every one of them failed. */
export async function runPilot(session: Session, options: PilotOptions): Promise<TaskProfile | undefined> {
  const { services, engine, meter, bundle } = session;
  const { questions, plan, budget, rule, selection, seed, sampling, signal } = options;
  const arm = { name: 'pilot', plan, budget, rule: 'none', selection } as const;
  const { checks = services.defaultChecks } = options;
  const outcomes: QuestionOutcome[] = [];
  for (const question of questions) {
    const hooks = { signal };
    const asked = { question, arm, engine, meter, bundle, seed, checks, sampling, hooks };
    const outcome = await services.answerQuestion(asked);
    if (outcome.error === undefined) outcomes.push(outcome);
  }
  return outcomes.length === 0 ? undefined : services.learnTaskProfile(outcomes, { rule, selection, budget });
}
