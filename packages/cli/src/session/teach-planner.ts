import { join } from 'node:path';
import type { QuestionOutcome } from '@qeil/runtime';
import { writeAtomically } from '../report/write-atomically.js';
import type { Services } from '../services/services.js';

const RULES = ['lock', 'verified', 'anytime', 'bayes'] as const;
const SELECTIONS = ['arde', 'majority'] as const;

/** Where a run that drew whole budgets leaves what a planner may learn from it; beside a model's `config.json` it is used. */
export const TASK_PROFILE_NAME = 'qeil-profile.json';

/**
 * Write what questions drawn in full teach about this model and task: sample lengths, and how many samples each stopping rule
 * would have needed.
 *
 * @param detail - what it was learnt on, in words
 * @throws {QeilError} `save-failed`
 */
export async function teachPlanner(
  services: Services,
  outcomes: readonly QuestionOutcome[],
  budget: number,
  detail: string,
  directory: string,
): Promise<void> {
  const profiles = RULES.flatMap((rule) =>
    SELECTIONS.map((selection) => services.learnTaskProfile(outcomes, { rule, selection, budget })),
  );
  const file = services.taskProfileFile(profiles, detail);
  await writeAtomically(join(directory, TASK_PROFILE_NAME), `${JSON.stringify(file)}\n`);
}
