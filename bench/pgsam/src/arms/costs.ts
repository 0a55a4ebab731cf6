/** Energy (J), latency (s), under-utilisation; all minimised. */
export type Costs = readonly [energyJ: number, latencyS: number, underUtilisation: number];

/** What one evaluation says of a plan. */
export interface Judged {
  readonly costs: Costs;
  /** Sum of relative excesses over all constraints; 0 exactly when the plan is feasible. */
  readonly violation: number;
}

export function dominatesCosts(a: Costs, b: Costs): boolean {
  return a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2] && (a[0] < b[0] || a[1] < b[1] || a[2] < b[2]);
}

/** Deb's rule: feasible before infeasible, less violation before more, else by dominance. */
export function beats(a: Judged, b: Judged): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  return dominatesCosts(a.costs, b.costs);
}
