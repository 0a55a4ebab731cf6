import { seedWords } from '@qeil/model';

/**
 * Seed of one sample: a pure function of the run, the question and the sample's index, so that a sample comes out the same
 * alone, in any batch, in any order and after a replay. `seededRandom(seed)` is the sample's stream, one number per token.
 *
 * @param runSeed - non-negative safe integer
 * @param questionId - any text
 * @param sampleIndex - non-negative safe integer
 * @returns an integer in [0, 2⁵³): the first 53 bits of {@link seedWords}, so that two samples of a run hardly ever share one
 * @throws {InvalidValueError} if a number is outside its range
 */
export function sampleSeed(runSeed: number, questionId: string, sampleIndex: number): number {
  const words = seedWords(runSeed, questionId, sampleIndex);
  return (words[0] >>> 11) * 2 ** 32 + words[1];
}
