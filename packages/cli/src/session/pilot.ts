import type { ExecutablePlan, Question, SamplingOptions, StoppingRuleName } from '@qeil/runtime';
import type { Demand } from './demand.js';
import type { Session } from './open-session.js';

/** Enough to see the order of magnitude, few enough to cost a second or two. */
export const PILOT_QUESTIONS = 4;

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
    readonly selection: 'majority' | 'arde';
    readonly signal: AbortSignal;
    readonly seed: number;
    readonly sampling: SamplingOptions;
    /** What to assume when every question of the pilot fails. */
    readonly otherwise: Demand;
  },
): Promise<Demand> {
  const { services, engine, meter, bundle } = session;
  const { questions, plan, budget, seed, sampling } = options;
  const { rule: name, selection, signal } = options;
  // As in a run: `lock` goes before every rule but `none`.
  const rules = name === 'none' ? [] : [services.stoppingRule('lock', { selection }), services.stoppingRule(name, { selection })];
  const lengths: number[] = [];
  const promptTokens: number[] = [];
  const needed = Array.from({ length: budget }, () => 1 / budget);
  for (const question of questions) {
    const arm = { name: 'pilot', plan, budget, rule: 'none', selection: 'majority' } as const;
    const checks = services.defaultChecks;
    const outcome = await services.answerQuestion({
      question,
      arm,
      engine,
      meter,
      bundle,
      seed,
      checks,
      sampling,
      hooks: { signal },
    });
    // Nothing is learnt from a question that failed.
    if (outcome.error !== undefined) continue;
    promptTokens.push(outcome.promptTokens);
    lengths.push(...outcome.candidates.map((candidate) => candidate.tokenIds.length));
    const enough = outcome.candidates.findIndex((_, index) => {
      const state = { candidates: outcome.candidates.slice(0, index + 1), budget };
      return rules.some((rule) => rule.stopReason(state) !== undefined);
    });
    const slot = enough === -1 ? budget - 1 : enough;
    needed[slot] = (needed[slot] ?? 0) + 1;
  }
  const answered = promptTokens.length;
  if (answered === 0) return options.otherwise;
  const total = answered + 1;
  return {
    promptTokens: Math.round(promptTokens.reduce((sum, count) => sum + count, 0) / answered),
    sampleLengths: lengths,
    neededSamples: needed.map((count) => count / total),
    source: 'pilot',
    detail: `measured on ${answered} questions that are not among those measured, ${budget} samples each, rule ${name} replayed`,
  };
}
