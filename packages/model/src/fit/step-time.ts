import { type Guard, requireArray, requireNonNegative, requirePositive } from '../_internals/require.js';
import type { Work } from '../work/roofline.js';
import { relativeFit } from './relative-fit.js';

/** How long a step takes, as measured: the reciprocal rates reached and a fixed cost. */
export interface StepTime {
  /** 1/β (s/B). */
  readonly secondPerByte: number;
  /** 1/π (s/FLOP). */
  readonly secondPerFlop: number;
  /** t₀: launches, sampling, host (s). */
  readonly overheadS: number;
}

/** A measured step to fit. */
export interface TimeSample {
  readonly work: Work;
  /** Measured duration of the step (s), > 0. */
  readonly timeS: number;
}

/** Terms a fit may use. */
export type TimeTerm = 'byte' | 'flop' | 'overhead';

/**
 * Duration of a step.
 *
 *   t = Q/β + W/π + t₀
 *
 * The roofline's max(W/π, Q/β) is the limit of perfect overlap. Engines run layer by layer: attention waits for memory where
 * the matrices wait for arithmetic, so over a whole step the two add in part. Fitted rates are those reached, never peaks.
 *
 * @returns t (s)
 * @throws {InvalidValueError} if a number is negative or not finite
 */
export function stepTimeS(model: StepTime, work: Work): number {
  const guard: Guard = { where: 'stepTimeS', remedy: 'give work and reciprocal rates ≥ 0' };
  for (const term of ['secondPerByte', 'secondPerFlop', 'overheadS'] as const) {
    requireNonNegative(guard, `model.${term}`, model[term]);
  }
  requireNonNegative(guard, 'work.byte', work.byte);
  requireNonNegative(guard, 'work.flop', work.flop);
  return model.secondPerByte * work.byte + model.secondPerFlop * work.flop + model.overheadS;
}

/**
 * 1/β, 1/π and t₀ ≥ 0 of a device from measured steps, with the least squared relative error.
 *
 * @param samples - at least as many as terms
 * @param terms - leave out 'flop' when all samples have one batch size: arithmetic is then proportional to traffic up to the
 *   bits per weight, and a fit cannot tell the two apart
 * @throws {InvalidValueError} if there are fewer samples than terms, or a time is not positive
 */
export function fitStepTime(samples: readonly TimeSample[], terms: readonly TimeTerm[]): StepTime {
  const guard: Guard = { where: 'fitStepTime', remedy: 'measure more models or batch sizes, or allow fewer terms' };
  requireArray(guard, 'terms', terms);
  requireArray(guard, 'samples', samples);
  if (samples.length < terms.length) requireArray(guard, 'samples', samples, terms.length);
  samples.forEach(({ timeS }, index) => {
    requirePositive(guard, `samples[${index}].timeS`, timeS);
  });
  const rows = samples.map(({ work }) =>
    terms.map((term) => ({ byte: work.byte, flop: work.flop, overhead: 1 })[term]),
  );
  const fitted = relativeFit(
    rows,
    samples.map(({ timeS }) => timeS),
  );
  const of = (term: TimeTerm): number => fitted[terms.indexOf(term)] ?? 0;
  return { secondPerByte: of('byte'), secondPerFlop: of('flop'), overheadS: of('overhead') };
}
