import { evaluatePlacement, type PlacementEvaluation, type PlacementPlan, type PlacementProblem } from '@qeil/model';

/**
 * Evaluate a plan that prefills its prompt anew for every wave, as a plain loop over `generate` does.
 *
 * A placement problem charges one prefill per question. For such a plan every prefill is charged: arithmetic, traffic and fixed
 * costs of prefill are multiplied by the expected number of waves, and the evaluator does the rest, so that energy, time and heat
 * stay one consistent account.
 *
 * Only for plans on one device, where no prompt KV moves; a move's bytes also claim memory and must not be multiplied.
 *
 * @throws {RangeError} if the plan uses more than one device
 */
export function evaluateRepeatedPrefill(problem: PlacementProblem, plan: PlacementPlan): PlacementEvaluation {
  return evaluatePlacement(repeatedPrefillProblem(problem, plan), plan);
}

/**
 * The problem in which {@link evaluateRepeatedPrefill} evaluates a plan; it fits plans of that wave size only.
 *
 * @throws {RangeError} if the plan uses more than one device
 */
export function repeatedPrefillProblem(problem: PlacementProblem, plan: PlacementPlan): PlacementProblem {
  const used = new Set([...plan.prefillDevice, ...plan.decodeDevice]);
  if (used.size > 1) {
    throw new RangeError(`evaluateRepeatedPrefill: the plan uses ${used.size} devices; it must stay on one`);
  }
  const { waves } = evaluatePlacement(problem, plan);
  return {
    ...problem,
    stages: problem.stages.map((stage) => ({
      ...stage,
      prefillFlop: waves * stage.prefillFlop,
      prefillByte: waves * stage.prefillByte,
    })),
    devices: problem.devices.map((device) => ({
      ...device,
      points: device.points.map((point) => ({
        ...point,
        stageOverheadS: [waves * point.stageOverheadS[0], point.stageOverheadS[1]],
        rowOverheadS: [waves * point.rowOverheadS[0], point.rowOverheadS[1]],
      })),
    })),
  };
}

/** The same problem for a run that draws its whole budget whatever it sees. */
export function withFixedBudget(problem: PlacementProblem): PlacementProblem {
  const budget = problem.request.neededSamples.length;
  const neededSamples = Array.from({ length: budget }, (_, index) => (index === budget - 1 ? 1 : 0));
  return { ...problem, request: { ...problem.request, neededSamples } };
}
