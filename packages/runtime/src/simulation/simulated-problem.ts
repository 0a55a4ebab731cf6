import {
  checkPlacementProblem,
  type DecoderFamily,
  decoderStages,
  neededSamplesOfMean,
  type PlacementBounds,
  type PlacementProblem,
  WEIGHT_FORMATS,
  waveStepTables,
} from '@qeil/model';
import type { MachineParts } from '@qeil/model/catalogue';
import { NUMBER_BYTE, type SimulationRequest } from './simulation-request.js';

/**
 * A family asked on a machine. Layers may go to different devices, which this project's engine does not execute yet.
 *
 * @throws {InvalidValueError} if the request is outside its domain
 */
export function simulatedProblem(
  parts: MachineParts,
  family: DecoderFamily,
  request: SimulationRequest,
  bounds: Partial<PlacementBounds> = {},
): PlacementProblem {
  const { promptTokens, newTokens, samples, meanSamples, sharedPromptKv } = request;
  const stages = decoderStages(family.shape, {
    promptTokens,
    newTokens,
    kvBytePerNumber: NUMBER_BYTE,
    activationBytePerNumber: NUMBER_BYTE,
    weightBitsPerParameter: WEIGHT_FORMATS[family.weightFormat].bitsPerParameter,
    sharedPromptKv,
  });
  const everywhere = stages.map(() => parts.devices.map(() => true));
  const problem: PlacementProblem = {
    ...parts,
    stages,
    request: {
      neededSamples: neededSamplesOfMean(samples, meanSamples),
      ...waveStepTables([newTokens], samples),
    },
    bounds: {
      energyJ: bounds.energyJ ?? Number.POSITIVE_INFINITY,
      latencyS: bounds.latencyS ?? Number.POSITIVE_INFINITY,
      powerW: bounds.powerW ?? Number.POSITIVE_INFINITY,
    },
    wholePhases: false,
    allowed: [everywhere, everywhere],
  };
  checkPlacementProblem(problem);
  return problem;
}
