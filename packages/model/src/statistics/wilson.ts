import { type Guard, requireInteger, requireThat } from '../_internals/require.js';
import type { Interval } from './interval.js';
import { normalQuantile } from './normal-quantile.js';

const guard: Guard = {
  where: 'wilsonInterval',
  remedy: 'give 0 ≤ successes ≤ trials, trials ≥ 1 and a level in (0, 1)',
};

/**
 * Wilson's score interval of a share of successes.
 *
 *   (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n),  p̂ = successes/n,  z = Φ⁻¹((1 + level)/2)
 *
 * Holds its coverage for small n and at p̂ = 0 or 1, where the normal interval collapses. Source: Wilson 1927, JASA 22(158).
 *
 * @param successes - integer in 0 … trials
 * @param trials - n, integer ≥ 1
 * @param level - coverage in (0, 1)
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  requireInteger(guard, 'trials', trials, 1);
  requireInteger(guard, 'successes', successes, 0, trials);
  requireThat(level > 0 && level < 1, guard, 'level', level, 'be a number between 0 and 1');
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const spread = (z * z) / trials;
  const centre = share + spread / 2;
  const half = z * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  // At 0 and at n successes the bound is exact; rounding must not carry it past.
  const low = successes === 0 ? 0 : (centre - half) / (1 + spread);
  const high = successes === trials ? 1 : (centre + half) / (1 + spread);
  return { low, high };
}
