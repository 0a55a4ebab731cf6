/**
 * What is proved of a front. `exact`: every plan that can be feasible was evaluated. `exact-costs`: no plan is better in both energy
 * and latency than one of the front, whatever its under-utilisation. `heuristic`: the best that was found.
 */
export type FrontCertificate = 'exact' | 'exact-costs' | 'heuristic';

/** A plan as near to its bound as this is at it: the rest is the rounding of sums. */
const ROUNDING = 1e-9;

/** What no plan has less of than, at one price of a second. */
export interface MixedBound {
  /** W = J/s. */
  readonly secondPriceW: number;
  /** energyJ + secondPriceW · latencyS of every plan is at least this (J). */
  readonly leastJ: number;
}

/** What no plan can beat, from a relaxation: the true optima lie at the bounds or above. */
export interface LowerBounds {
  readonly energyJ: number;
  readonly latencyS: number;
  readonly mixed: readonly MixedBound[];
}

/**
 * How sure one plan is. `exact`: proved. `gap`: nothing is better by more than the factor 1 + gap, by the relaxation. `heuristic`:
 * no bound is known.
 */
export type Certificate =
  | { readonly kind: 'exact' }
  | { readonly kind: 'gap'; readonly gap: number }
  | { readonly kind: 'heuristic' };

export interface CertifyOptions {
  /** What the plan is said to be best in. `both`: no plan is better in energy and in latency at once by more than the gap. */
  readonly objective: 'energy' | 'latency' | 'both';
  /** Upper bounds that every plan has to keep; absent or Infinity is none. */
  readonly limits?: { readonly energyJ?: number; readonly latencyS?: number };
}

/**
 * The certificate of one plan of a front.
 *
 * With B(p) the bound on energy + p · latency: who is better in both by a factor 1 + g has energy + p · latency ≤ (E + p·τ)/(1 + g), so
 * g ≤ (E + p·τ)/B(p) − 1 at every price p. Where only energy counts and plans must keep τ ≤ T, energy ≥ B(p) − p·T; likewise for
 * latency. The least gap that follows is returned; one of rounding alone is a proof.
 *
 * @param costs - of a feasible plan of the front
 * @example
 * certifyPlan('heuristic', { energyJ: 110, latencyS: 2 }, bounds, { objective: 'energy' }); // { kind: 'gap', gap: 0.1 }
 */
export function certifyPlan(
  front: FrontCertificate,
  costs: { readonly energyJ: number; readonly latencyS: number },
  bounds: LowerBounds | undefined,
  { objective, limits = {} }: CertifyOptions,
): Certificate {
  if (front !== 'heuristic') return { kind: 'exact' };
  if (bounds === undefined) return { kind: 'heuristic' };
  const { energyJ, latencyS } = costs;
  const gaps =
    objective === 'energy'
      ? [energyJ / leastEnergyJ(bounds, limits.latencyS)]
      : objective === 'latency'
        ? [latencyS / leastLatencyS(bounds, limits.energyJ)]
        : [
            energyJ / bounds.energyJ,
            latencyS / bounds.latencyS,
            ...bounds.mixed.map(({ secondPriceW, leastJ }) => (energyJ + secondPriceW * latencyS) / leastJ),
          ];
  // A bound of 0 or below says nothing.
  const factors = gaps.filter((factor) => factor > 0 && Number.isFinite(factor));
  if (factors.length === 0) return { kind: 'heuristic' };
  const gap = Math.min(...factors) - 1;
  return gap <= ROUNDING ? { kind: 'exact' } : { kind: 'gap', gap };
}

function leastEnergyJ({ energyJ, mixed }: LowerBounds, limitS = Number.POSITIVE_INFINITY): number {
  if (!Number.isFinite(limitS)) return energyJ;
  return Math.max(energyJ, ...mixed.map(({ secondPriceW, leastJ }) => leastJ - secondPriceW * limitS));
}

function leastLatencyS({ latencyS, mixed }: LowerBounds, limitJ = Number.POSITIVE_INFINITY): number {
  if (!Number.isFinite(limitJ)) return latencyS;
  return Math.max(latencyS, ...mixed.map(({ secondPriceW, leastJ }) => (leastJ - limitJ) / secondPriceW));
}
