import { evaluatePlacement } from '@qeil/model';
import { batchEvaluator, solvePlacement } from '@qeil/pgsam-wasm';
import type { SpeedCase } from './cases.js';
import { cpuSeconds, type Sample, timed } from './sample.js';

/** The reference evaluator. */
export function evaluateInTypeScript({ problem, plans }: SpeedCase): Sample {
  return timed(plans.length, () => {
    let checksum = 0;
    for (const plan of plans) checksum += evaluatePlacement(problem, plan).energyJ;
    return checksum;
  });
}

/**
 * The compiled evaluator over all plans in one call; checking and copying them is in the time.
 *
 * @param keepTimes - false computes every plan from nothing
 */
export function evaluateInWasm({ problem, plans, flatPlans }: SpeedCase, keepTimes: boolean): Sample {
  const evaluator = batchEvaluator(problem, keepTimes);
  try {
    return timed(plans.length, () => {
      const costs = evaluator.evaluate(flatPlans);
      let checksum = 0;
      for (let at = 0; at < costs.length; at += 4) checksum += costs[at];
      return checksum;
    });
  } finally {
    evaluator[Symbol.dispose]();
  }
}

/** A whole search as a caller has it, but by annealing alone: nothing enumerated, nothing proved. */
export async function searchInWasm({ problem }: SpeedCase, seed: number, budget: number): Promise<Sample> {
  const begun = cpuSeconds();
  const { front, evaluations } = await solvePlacement(problem, {
    seed,
    evaluations: budget,
    exhaustiveLimit: 0,
    proofLabels: 0,
  });
  const seconds = cpuSeconds() - begun;
  let checksum = 0;
  for (const { objectives } of front) {
    for (const value of [objectives.energyJ, objectives.latencyS, objectives.underUtilisation]) checksum += value;
  }
  return { evaluations, seconds, checksum };
}
