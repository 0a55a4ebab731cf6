import { join } from 'node:path';
import type { Check, QuestionOutcome, Reliability, WeightFormat } from '@qeil/runtime';
import { writeAtomically } from '../report/write-atomically.js';
import type { Services } from '../services/services.js';

const RULES = ['lock', 'verified', 'anytime', 'bayes'] as const;
const SELECTIONS = ['arde', 'majority'] as const;

/** Where a run that drew whole budgets leaves what a planner may learn from it; beside a model's `config.json` it is used. */
export const TASK_PROFILE_NAME = 'qeil-profile.json';
/** The same for how far votes and checks were right. */
export const RELIABILITY_NAME = 'qeil-reliability.json';

export interface Lesson {
  readonly budget: number;
  /** What it was learnt on, in words. */
  readonly detail: string;
  readonly checks: readonly Check[];
  readonly weightFormat: WeightFormat;
}

/**
 * Write what questions drawn in full teach about this model and task: how far votes and checks were right (where there are
 * references), sample lengths, and how many samples each stopping rule would have needed.
 *
 * @throws {QeilError} `save-failed`
 */
export async function teachPlanner(
  services: Services,
  outcomes: readonly QuestionOutcome[],
  { budget, detail, checks, weightFormat }: Lesson,
  directory: string,
): Promise<void> {
  const matches = services.referenceMatcher(checks);
  const judged = outcomes.flatMap(({ candidates, gold }) =>
    gold === null ? [] : [{ candidates, isRight: (answer: string) => matches(answer, gold) }],
  );
  let reliability: Reliability | undefined;
  if (judged.length > 0) {
    const record = services.learnReliability(judged);
    const file = services.reliabilityFile(record, weightFormat, detail);
    await writeAtomically(join(directory, RELIABILITY_NAME), `${JSON.stringify(file)}\n`);
    if (record.questions >= services.LEAST_QUESTIONS) reliability = new services.Reliability(record, detail);
  }
  const known = reliability === undefined ? {} : { reliability };
  const profiles = RULES.flatMap((rule) =>
    SELECTIONS.map((selection) => services.learnTaskProfile(outcomes, { rule, selection, budget, ...known })),
  );
  const file = services.taskProfileFile(profiles, detail);
  await writeAtomically(join(directory, TASK_PROFILE_NAME), `${JSON.stringify(file)}\n`);
}
