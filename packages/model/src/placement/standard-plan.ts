import { evaluatePlacement } from './evaluate.js';
import { highestRatePoints } from './highest-rate-point.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';

/**
 * Baseline "standard": every stage of both phases on the one device that answers soonest, samples one after another
 * (b = 1, m = 1), every device at its highest rate.
 *
 * The device is the one with the least violation, then the least latency, then the lowest index; so the plan is feasible
 * whenever any plan of this kind is, and otherwise says by its violation how far the nearest one is from that.
 */
export function standardPlan(problem: PlacementProblem): PlacementPlan {
  return fastestSingleDevice(problem, 1);
}

/** Baseline "standard batched": {@link standardPlan} with all k samples in one wave, its device chosen for that wave. */
export function standardBatchedPlan(problem: PlacementProblem): PlacementPlan {
  return fastestSingleDevice(problem, problem.request.neededSamples.length);
}

function fastestSingleDevice(problem: PlacementProblem, waveSize: number): PlacementPlan {
  const point = highestRatePoints(problem);
  const candidates = problem.devices.map((_, device) => {
    const everywhere = problem.stages.map(() => device);
    const plan: PlacementPlan = {
      prefillDevice: everywhere,
      decodeDevice: everywhere,
      point,
      waveSize,
      microBatches: 1,
    };
    return { plan, evaluation: evaluatePlacement(problem, plan) };
  });
  return candidates.reduce((best, candidate) => {
    const violation = candidate.evaluation.violation - best.evaluation.violation;
    const isBetter = violation < 0 || (violation === 0 && candidate.evaluation.latencyS < best.evaluation.latencyS);
    return isBetter ? candidate : best;
  }).plan;
}
