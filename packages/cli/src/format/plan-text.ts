import type { PlanRecord } from '../schemas/planning.js';

/** Where and how a plan runs, in a few words. */
export function placementText(plan: PlanRecord): string {
  const place = (placement: PlanRecord['prefill']) => `${placement.deviceId} ${placement.pointName}`;
  if (plan.split !== undefined) {
    const { pieces, microBatches } = plan.split;
    const parts = pieces.map(({ firstLayer, endLayer, prefill, decode }) => {
      const read = place(prefill) === place(decode) ? '' : ` (prompts on ${place(prefill)})`;
      return `layers ${firstLayer}–${endLayer - 1} on ${place(decode)}${read}`;
    });
    return `${parts.join(', ')}, ${microBatches} micro-batches`;
  }
  const prefill = place(plan.prefill);
  const decode = place(plan.decode);
  return prefill === decode ? prefill : `prefill ${prefill}, decode ${decode}`;
}
