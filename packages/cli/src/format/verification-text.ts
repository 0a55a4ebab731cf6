import type { SingleRunRecord } from '../schemas/run-record.js';
import { significant } from './quantity.js';

type Verification = NonNullable<SingleRunRecord['verification']>;

/** What a comparison of a plan with one device found, in a sentence. */
export function verificationText(verification: Verification): string {
  const { reference, equalTokens, samples, firstDifference, largestLogProbabilityDifference } = verification;
  const where = `${reference.deviceId} alone`;
  const compared = `${equalTokens} greedy tokens of ${samples} samples equal those of ${where}, log-probabilities within ${significant(largestLogProbabilityDifference)}`;
  if (firstDifference === null) return compared;
  const { questionId, sampleIndex, position, referenceTokenId, planTokenId, referenceGap, planGap } = firstDifference;
  const token = (id: number | null) => (id === null ? 'the end' : `token ${id}`);
  const gaps =
    referenceGap === null || planGap === null
      ? ''
      : `; logits apart by ${significant(referenceGap)} there, ${significant(planGap)} under the plan`;
  return `first difference at question ${questionId}, sample ${sampleIndex}, place ${position}: ${token(planTokenId)} where ${where} gives ${token(referenceTokenId)}${gaps}. ${compared}`;
}
