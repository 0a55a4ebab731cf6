import { type Guard, requireFinite, requireNonNegative, requireThat } from '../_internals/require.js';

/** A state in which sampling may stop. */
export interface StoppingState {
  /** Worth of stopping here. */
  readonly reward: number;
  /** Where one more look leads: state of the next level, and its probability; they sum to 1. Empty at the last level. */
  readonly next: ReadonlyMap<string, number>;
}

/** What to do in a state. */
export interface StoppingChoice {
  readonly reward: number;
  /** Worth of going on once and optimally from there, price paid; −∞ at the last level. */
  readonly goOn: number;
  /** Best of the two. */
  readonly value: number;
  readonly stop: boolean;
}

const guard: Guard = {
  where: 'optimalStopping',
  remedy: 'give levels whose transitions lead to states of the next one',
};

/**
 * The stopping policy of highest expected value on a finite horizon, by backward induction (Bellman):
 *
 *   U(s) = max(r(s), −c + Σ P(s'|s)·U(s')),  stop where r(s) ≥ the other
 *
 * @param levels - states by name, one map per look, first look first
 * @param prices - c ≥ 0 of going from each level to the next, in the unit of the reward; or one for all
 * @throws {InvalidValueError} if a price is negative, a reward is not finite, or a transition leads nowhere
 */
export function optimalStopping(
  levels: readonly ReadonlyMap<string, StoppingState>[],
  prices: number | readonly number[],
): Map<string, StoppingChoice>[] {
  const choices: Map<string, StoppingChoice>[] = levels.map(() => new Map());
  for (let level = levels.length - 1; level >= 0; level -= 1) {
    const price = typeof prices === 'number' ? prices : (prices[level] ?? 0);
    requireNonNegative(guard, `prices[${level}]`, price);
    const later = choices[level + 1];
    for (const [name, { reward, next }] of levels[level] ?? []) {
      requireFinite(guard, `levels[${level}].${name}.reward`, reward);
      let goOn = next.size === 0 ? Number.NEGATIVE_INFINITY : -price;
      for (const [target, probability] of next) {
        const reached = later?.get(target);
        requireThat(
          reached !== undefined,
          guard,
          `levels[${level}].${name}`,
          target,
          'lead to a state of the next level',
        );
        goOn += probability * (reached?.value ?? 0);
      }
      choices[level]?.set(name, { reward, goOn, value: Math.max(reward, goOn), stop: reward >= goOn });
    }
  }
  return choices;
}
