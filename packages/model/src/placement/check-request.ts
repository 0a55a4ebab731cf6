import {
  type Guard,
  requireArray,
  requireObject,
  requirePositive,
  requireProbability,
  requireThat,
} from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import type { PlacementRequest } from './problem.js';

const guard: Guard = {
  where: 'checkPlacementProblem',
  remedy: 'neededSamplesDistribution and waveStepTables make arrays that pass',
};

/** Rounding that a distribution and its means may carry. */
const TOLERANCE = 1e-9;

/** The request's part of {@link checkPlacementProblem}. */
export function checkRequest(request: PlacementRequest): void {
  const path = 'problem.request';
  requireObject(guard, path, request);
  requireArray(guard, `${path}.neededSamples`, request.neededSamples);
  const budget = request.neededSamples.length;
  requireArray(guard, `${path}.decodeSteps`, request.decodeSteps, budget);
  requireArray(guard, `${path}.rowsPerStep`, request.rowsPerStep, budget);
  for (let index = 0; index < budget; index += 1) {
    requireProbability(guard, `${path}.neededSamples[${index}]`, request.neededSamples[index]);
    requirePositive(guard, `${path}.decodeSteps[${index}]`, request.decodeSteps[index]);
    const rows = request.rowsPerStep[index];
    requirePositive(guard, `${path}.rowsPerStep[${index}]`, rows);
    const most = (index + 1) * (1 + TOLERANCE);
    requireThat(rows <= most, guard, `${path}.rowsPerStep[${index}]`, rows, `be at most its wave size ${index + 1}`);
  }
  const total = sumOf(request.neededSamples, (probability) => probability);
  const sumsToOne = Math.abs(total - 1) <= TOLERANCE;
  requireThat(sumsToOne, guard, `sum of ${path}.neededSamples`, total, `be 1 within ${TOLERANCE}`);
}
