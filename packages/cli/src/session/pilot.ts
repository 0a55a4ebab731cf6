import type { ExecutablePlan, Question, SamplingOptions, StoppingRuleName } from '@qeil/runtime';
import type { Demand } from './demand.js';
import type { Session } from './open-session.js';

/**
 * Draw the whole budget for a few questions and see how long samples are and when the rule would have stopped.
 *
 * Each question weighs the same; the estimate is smoothed with one question spread evenly over 1 … k, since a handful of
 * questions says little about rare cases.
 */
export async function pilotDemand(
  session: Session,
  options: {
    readonly questions: readonly Question[];
    readonly plan: ExecutablePlan;
    readonly budget: number;
    readonly rule: StoppingRuleName;
    readonly seed: number;
    readonly sampling: SamplingOptions;
  },
): Promise<Demand> {
  const { services, engine, meter, bundle } = session;
  const { questions, plan, budget, seed, sampling } = options;
  const rule = services.stoppingRule(options.rule);
  const lengths: number[] = [];
  const promptTokens: number[] = [];
  const needed = Array.from({ length: budget }, () => 1 / budget);
  for (const question of questions) {
    promptTokens.push(bundle.tokenizer.encodePrompt(question.question).length);
    const arm = { name: 'pilot', plan, budget, rule: 'none', selection: 'majority' } as const;
    const checks = services.defaultChecks;
    const outcome = await services.answerQuestion({ question, arm, engine, meter, bundle, seed, checks, sampling });
    lengths.push(...outcome.candidates.map((candidate) => candidate.tokenIds.length));
    const enough = outcome.candidates.findIndex((_, index) => {
      return rule.stopReason({ candidates: outcome.candidates.slice(0, index + 1), budget }) !== undefined;
    });
    const slot = enough === -1 ? budget - 1 : enough;
    needed[slot] = (needed[slot] ?? 0) + 1;
  }
  const total = questions.length + 1;
  return {
    promptTokens: Math.round(promptTokens.reduce((sum, count) => sum + count, 0) / Math.max(1, promptTokens.length)),
    sampleLengths: lengths,
    neededSamples: needed.map((count) => count / total),
    source: 'pilot',
    detail: `${questions.length} questions that are not among those measured, ${budget} samples each, rule ${options.rule} replayed`,
  };
}
