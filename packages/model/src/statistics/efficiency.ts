import { type Guard, requireInteger, requireNonNegative, requirePositive } from '../_internals/require.js';

/**
 * ECE, energy per covered question: all energy spent, over the questions for which at least one sample was right.
 *
 *   ECE = E / covered questions
 *
 * QEIL (arXiv 2602.06057) names a metric "energy-coverage efficiency" without a public formula; this definition is this project's.
 * Not to be confused with {@link expectedCalibrationError}, which others abbreviate the same way.
 *
 * @param energyJ - energy of all questions, covered or not (J), ≥ 0
 * @param covered - questions with at least one right sample, integer ≥ 0
 * @returns J per covered question; null when none was covered
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function energyPerCoveredQuestionJ(energyJ: number, covered: number): number | null {
  const guard: Guard = { where: 'energyPerCoveredQuestionJ', remedy: 'give the energy of the whole run and a count' };
  requireNonNegative(guard, 'energyJ', energyJ);
  requireInteger(guard, 'covered', covered, 0);
  return covered === 0 ? null : energyJ / covered;
}

/** What {@link pricePowerPerformance} weighs. */
export interface PricePowerPerformance {
  /** Right answers per second, ≥ 0. */
  readonly correctPerSecond: number;
  /** Price of the machine, in any one currency, > 0. */
  readonly price: number;
  /** Mean power of the run (W), > 0. */
  readonly meanPowerW: number;
}

/**
 * PPP, price-power-performance.
 *
 *   PPP = (right answers per second) / (price · mean power)
 *
 * In right answers per joule and unit of currency: of two machines with the same PPP the one that costs twice as much answers twice
 * as much per joule. The name is from QEIL (arXiv 2602.06057), whose formula is not public; this definition is this project's.
 *
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function pricePowerPerformance({ correctPerSecond, price, meanPowerW }: PricePowerPerformance): number {
  const guard: Guard = { where: 'pricePowerPerformance', remedy: 'give a rate ≥ 0, a price > 0 and a power > 0' };
  requireNonNegative(guard, 'correctPerSecond', correctPerSecond);
  requirePositive(guard, 'price', price);
  requirePositive(guard, 'meanPowerW', meanPowerW);
  return correctPerSecond / (price * meanPowerW);
}
