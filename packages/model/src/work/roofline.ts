import { type Guard, requireNonNegative, requirePositive, requireThat } from '../_internals/require.js';

/** Work to do: arithmetic W and memory traffic Q. */
export interface Work {
  /** W (FLOP), ≥ 0. */
  readonly flop: number;
  /** Q (B), ≥ 0. */
  readonly byte: number;
}

/** What does it: peak arithmetic rate π and memory bandwidth β. */
export interface Rates {
  /** π (FLOP/s), > 0. */
  readonly flopRate: number;
  /** β (B/s), > 0. */
  readonly byteRate: number;
}

/**
 * Time of work whose arithmetic and traffic overlap.
 *
 *   t = max(W/π, Q/β)
 *
 * Fixed costs (t₀ per stage) come on top. Source: Williams, Waterman, Patterson, CACM 52(4), 2009; overlap as in Choi et al.,
 * IPDPS 2013, doi 10.1109/IPDPS.2013.77.
 *
 * @returns t (s)
 * @throws {InvalidValueError} if work is negative or a rate is not > 0
 */
export function rooflineTimeS(work: Work, rates: Rates): number {
  check('rooflineTimeS', work, rates);
  return Math.max(work.flop / rates.flopRate, work.byte / rates.byteRate);
}

/** Ridge I* = π/β (FLOP/B): the intensity at which arithmetic and traffic take equally long. */
export function ridgeFlopPerByte(rates: Rates): number {
  check('ridgeFlopPerByte', { flop: 0, byte: 0 }, rates);
  return rates.flopRate / rates.byteRate;
}

/**
 * Arithmetic intensity I = W/Q (FLOP/B).
 *
 * @throws {InvalidValueError} if there is no traffic: the intensity is then unbounded, not a number
 */
export function intensityFlopPerByte({ flop, byte }: Work): number {
  const guard: Guard = {
    where: 'intensityFlopPerByte',
    remedy: 'work without traffic has no intensity; use dasi instead',
  };
  requireNonNegative(guard, 'work.flop', flop);
  requirePositive(guard, 'work.byte', byte);
  return flop / byte;
}

/**
 * DASI, device arithmetic-saturation index: the share of the time its roofline allows that the arithmetic units work.
 *
 *   DASI = (W/π) / max(W/π, Q/β) = min(1, I/I*)
 *
 * The name is from QEIL v2 (arXiv 2602.06057); this definition is this project's. It is a constant of the device in batch-1
 * decode, so it is no goal by itself.
 *
 * @returns DASI in [0, 1]; 1 exactly when arithmetic bounds
 * @throws {InvalidValueError} if there is no work at all, work is negative or a rate is not > 0
 */
export function dasi(work: Work, rates: Rates): number {
  return shareOf('dasi', work.flop / rates.flopRate, work, rates);
}

/**
 * MBU, memory-bandwidth utilisation: the twin of {@link dasi}.
 *
 *   MBU = (Q/β) / max(W/π, Q/β)
 *
 * The larger of DASI and MBU is 1.
 */
export function mbu(work: Work, rates: Rates): number {
  return shareOf('mbu', work.byte / rates.byteRate, work, rates);
}

function shareOf(where: string, partS: number, work: Work, rates: Rates): number {
  check(where, work, rates);
  const timeS = Math.max(work.flop / rates.flopRate, work.byte / rates.byteRate);
  const guard: Guard = { where, remedy: 'utilisation has no value without work' };
  requireThat(timeS > 0, guard, 'max(W/π, Q/β)', timeS, 'be > 0');
  return partS / timeS;
}

function check(where: string, work: Work, rates: Rates): void {
  const guard: Guard = { where, remedy: 'give work ≥ 0 and rates > 0 in FLOP, B and seconds' };
  requireNonNegative(guard, 'work.flop', work.flop);
  requireNonNegative(guard, 'work.byte', work.byte);
  requirePositive(guard, 'rates.flopRate', rates.flopRate);
  requirePositive(guard, 'rates.byteRate', rates.byteRate);
}
