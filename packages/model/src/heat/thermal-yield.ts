/**
 * Φ, thermal yield: the share of the heat-producing power that does not leak.
 *
 *   Φ = H / (H + P_L)
 *
 * The name is from QEIL v2 (arXiv 2602.06057); this definition is this project's. Dividing an energy by Φ adds exactly the
 * leakage of that time. Φ = 1 when both powers are 0: nothing leaks.
 *
 * @param heatW - non-leakage power H (W), ≥ 0
 * @param leakageW - P_L (W), ≥ 0
 * @returns Φ in [0, 1]; 0 only when H is 0 and P_L is not
 */
export function thermalYield(heatW: number, leakageW: number): number {
  const totalW = heatW + leakageW;
  return totalW === 0 ? 1 : heatW / totalW;
}
