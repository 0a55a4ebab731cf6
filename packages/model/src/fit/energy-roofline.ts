import { type Guard, requireArray, requireNonNegative, requirePositive } from '../_internals/require.js';
import type { Work } from '../work/roofline.js';
import { relativeFit } from './relative-fit.js';

/** What a device spends: per byte, per operation, and for being busy. */
export interface EnergyRoofline {
  /** ε_m (J/B). */
  readonly joulePerByte: number;
  /** ε_f (J/FLOP). */
  readonly joulePerFlop: number;
  /** π₀ (W). */
  readonly activePowerW: number;
}

/** One measured step. */
export interface EnergySample {
  readonly work: Work;
  /** Duration of the step (s), > 0. */
  readonly timeS: number;
  /** Energy of the step in one scope: rail, board or wall, the same for all samples (J), > 0. */
  readonly energyJ: number;
}

/** Terms a fit may use; all three by default. */
export type EnergyTerm = 'byte' | 'flop' | 'time';

const ALL_TERMS: readonly EnergyTerm[] = ['byte', 'flop', 'time'];

/**
 * Energy of a step on the energy roofline: energy adds where time overlaps.
 *
 *   E = ε_m·Q + ε_f·W + π₀·t
 *
 * Source: Choi, Bedard, Fowler, Vuduc, IPDPS 2013, doi 10.1109/IPDPS.2013.77.
 *
 * @returns E (J)
 * @throws {InvalidValueError} if a number is negative or not finite
 */
export function energyRooflineJ(cost: EnergyRoofline, { work, timeS }: Omit<EnergySample, 'energyJ'>): number {
  const guard: Guard = { where: 'energyRooflineJ', remedy: 'give costs, work and time ≥ 0' };
  for (const term of ['joulePerByte', 'joulePerFlop', 'activePowerW'] as const) {
    requireNonNegative(guard, `cost.${term}`, cost[term]);
  }
  requireNonNegative(guard, 'work.byte', work.byte);
  requireNonNegative(guard, 'work.flop', work.flop);
  requireNonNegative(guard, 'timeS', timeS);
  return cost.joulePerByte * work.byte + cost.joulePerFlop * work.flop + cost.activePowerW * timeS;
}

/**
 * The energy roofline of a device from measured steps: ε_m, ε_f, π₀ ≥ 0 with the least squared relative error.
 *
 * A term the measurements do not support comes out as 0; that says "not visible here", for example ε_m on a rail that does
 * not feed the memory. Bytes and time are nearly collinear in batch-1 decode, which is why the coefficients must not be
 * negative and why models of different bits per weight are needed to tell ε_m from ε_f.
 *
 * @param samples - at least as many as terms, of different models or batches, one scope
 * @param terms - those allowed to differ from 0
 * @throws {InvalidValueError} if there are fewer samples than terms, or one is not positive
 */
export function fitEnergyRoofline(
  samples: readonly EnergySample[],
  terms: readonly EnergyTerm[] = ALL_TERMS,
): EnergyRoofline {
  const guard: Guard = {
    where: 'fitEnergyRoofline',
    remedy: 'measure more models or batch sizes, or allow fewer terms',
  };
  requireArray(guard, 'terms', terms);
  requireArray(guard, 'samples', samples);
  if (samples.length < terms.length) requireArray(guard, 'samples', samples, terms.length);
  samples.forEach(({ energyJ, timeS }, index) => {
    requirePositive(guard, `samples[${index}].energyJ`, energyJ);
    requirePositive(guard, `samples[${index}].timeS`, timeS);
  });
  const rows = samples.map(({ work, timeS }) =>
    terms.map((term) => ({ byte: work.byte, flop: work.flop, time: timeS })[term]),
  );
  const fitted = relativeFit(
    rows,
    samples.map(({ energyJ }) => energyJ),
  );
  const of = (term: EnergyTerm): number => fitted[terms.indexOf(term)] ?? 0;
  return { joulePerByte: of('byte'), joulePerFlop: of('flop'), activePowerW: of('time') };
}
