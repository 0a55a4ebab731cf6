import { type Guard, requireInteger, requireNonNegative, requirePositive, requireThat } from '../_internals/require.js';

/**
 * IPW, intelligence per watt.
 *
 *   IPW = accuracy in percent / mean power
 *
 * The name is from QEIL (arXiv 2602.06057), which does not publish a formula its own figures follow (75.7 % at 63.8 W is 1.19, it
 * prints 0.97), so this value must not be set beside the paper's.
 *
 * @param accuracyPercent - in [0, 100]
 * @param meanPowerW - energy over duration (W), > 0
 * @returns IPW (%/W)
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function intelligencePerWatt(accuracyPercent: number, meanPowerW: number): number {
  const guard: Guard = { where: 'intelligencePerWatt', remedy: 'give accuracy in percent and mean power in watts' };
  requireNonNegative(guard, 'accuracyPercent', accuracyPercent);
  requireThat(accuracyPercent <= 100, guard, 'accuracyPercent', accuracyPercent, 'be at most 100');
  requirePositive(guard, 'meanPowerW', meanPowerW);
  return accuracyPercent / meanPowerW;
}

/**
 * Joules per correct answer: all energy spent, over the answers that were right.
 *
 * @param energyJ - energy of all questions, right and wrong (J), ≥ 0
 * @param correct - integer ≥ 0
 * @returns J per correct answer; null when none was correct
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function joulesPerCorrectAnswer(energyJ: number, correct: number): number | null {
  const guard: Guard = { where: 'joulesPerCorrectAnswer', remedy: 'give the energy of the whole run and a count' };
  requireNonNegative(guard, 'energyJ', energyJ);
  requireInteger(guard, 'correct', correct, 0);
  return correct === 0 ? null : energyJ / correct;
}
