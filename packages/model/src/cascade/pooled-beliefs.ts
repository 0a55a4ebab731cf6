import { type Guard, requireFinite, requireList } from '../_internals/require.js';
import { totalOf } from '../_internals/sum.js';
import type { AnswerBeliefs } from './answer-beliefs.js';

const guard: Guard = {
  where: 'pooledBeliefs',
  remedy: 'give finite log-odds, one per distinct answer, and one for all unseen',
};

/**
 * Beliefs from evidence pooled per answer: each answer's score is the sum of the log-likelihood ratios (natural log) of everything
 * that speaks for or against it, under one prior for all answers.
 *
 *   P(i) = e^{s_i} / (e^{u} + Σ_j e^{s_j}),  P(unseen) = e^{u} / (e^{u} + Σ_j e^{s_j})
 *
 * Bayes' rule with independent evidence; evidence that depends makes it overconfident, which `fitCalibrationMap` corrects.
 *
 * @param scores - s_i, finite, any sign; none leaves all mass unseen
 * @param unseenScore - u: ln of how many answers were as possible as a seen one before any evidence, and have none
 * @throws {InvalidValueError} if a score is not finite
 */
export function pooledBeliefs(scores: readonly number[], unseenScore: number): AnswerBeliefs {
  requireList(guard, 'scores', scores);
  scores.forEach((score, index) => {
    requireFinite(guard, `scores[${index}]`, score);
  });
  requireFinite(guard, 'unseenScore', unseenScore);
  const most = Math.max(unseenScore, ...scores);
  const seen = scores.map((score) => Math.exp(score - most));
  const unseen = Math.exp(unseenScore - most);
  const total = totalOf(seen) + unseen;
  return { seen: seen.map((mass) => mass / total), unseen: unseen / total };
}
