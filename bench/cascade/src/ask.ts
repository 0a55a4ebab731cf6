import {
  answerQuestion,
  CascadeKnowledge,
  defaultChecks,
  type EvaluationArm,
  type Question,
  type QuestionOutcome,
} from '@qeil/runtime';
import { type Bench, SEED } from './open-bench.js';

/** Ask every question under every arm, one question after another, the order of the arms turning with each. */
export async function askAll(bench: Bench, arms: readonly EvaluationArm[]): Promise<Map<string, QuestionOutcome[]>> {
  const outcomes = new Map<string, QuestionOutcome[]>(arms.map(({ name }) => [name, []]));
  const [first] = bench.questions;
  // The first passes of a process are slower, and belong to nobody.
  if (first !== undefined) for (const arm of arms) await ask(bench, arm, first);
  for (const [turn, question] of bench.questions.entries()) {
    for (let index = 0; index < arms.length; index += 1) {
      const arm = arms[(index + turn) % arms.length];
      if (arm !== undefined) outcomes.get(arm.name)?.push(await ask(bench, arm, question));
    }
  }
  return outcomes;
}

function ask(bench: Bench, arm: EvaluationArm, question: Question): Promise<QuestionOutcome> {
  const { engine, meter, bundle, reliability } = bench;
  return answerQuestion({
    question,
    arm,
    engine,
    meter,
    bundle,
    seed: SEED,
    checks: defaultChecks,
    sampling: bundle.defaultSampling,
    cascade: { knowledge: new CascadeKnowledge(), ...(reliability === undefined ? {} : { reliability }) },
  });
}

export function sumOf(outcomes: readonly QuestionOutcome[], of: (outcome: QuestionOutcome) => number): number {
  return outcomes.reduce((total, outcome) => total + of(outcome), 0);
}

/** @throws when the energy is not known: there is nothing to compare then */
export function joulesOf(outcomes: readonly QuestionOutcome[]): number[] {
  return outcomes.map(({ questionId, energyJ }) => {
    if (energyJ === null) throw new Error(`question ${questionId}: its energy is not known`);
    return energyJ;
  });
}
