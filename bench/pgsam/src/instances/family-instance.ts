import {
  checkPlacementProblem,
  DECODER_FAMILIES,
  type DecoderFamilyName,
  decoderStages,
  neededSamplesOfMean,
  type PlacementProblem,
  WEIGHT_FORMATS,
  waveStepTables,
} from '@qeil/model';
import { catalogue, findMachine, machineToDevices } from '@qeil/model/catalogue';
import type { Instance } from './instance.js';

/** Every family once, over the catalogue's machines with three devices or more that priors complete. */
export const FAMILY_MACHINES: readonly (readonly [family: DecoderFamilyName, machine: string])[] = [
  ['gpt2-125m', 'qeil-paper'],
  ['granite-350m', 'core-ultra-7-258v'],
  ['qwen2-0.5b', 'snapdragon-x-elite'],
  ['llama-3.2-1b', 'framework-desktop-128gb'],
  ['lfm2-2.6b', 'qeil-paper'],
  ['llama-3.1-8b', 'framework-desktop-128gb'],
  ['llama-3.1-8b-q4', 'snapdragon-x-elite'],
];

const FORMAT = { name: 'fp16 arithmetic', bitsPerParameter: 16, arithmetic: 'fp16' } as const;
const PROMPT_TOKENS = 512;
const NEW_TOKENS = 128;
const SAMPLES = 20;
const MEAN_SAMPLES = 8;

/** A family of the papers on a machine of the catalogue, its gaps filled by priors. */
export function familyInstance(family: DecoderFamilyName, machineId: string): Instance {
  const result = machineToDevices(findMachine(catalogue, machineId), FORMAT, { withPriors: true });
  if (result.kind !== 'ready') throw new RangeError(`machine ${machineId} lacks ${result.missing.length} numbers`);
  const { shape, weightFormat } = DECODER_FAMILIES[family];
  const stages = decoderStages(shape, {
    promptTokens: PROMPT_TOKENS,
    newTokens: NEW_TOKENS,
    kvBytePerNumber: 2,
    activationBytePerNumber: 2,
    weightBitsPerParameter: WEIGHT_FORMATS[weightFormat].bitsPerParameter,
    sharedPromptKv: false,
  });
  const everywhere = stages.map(() => result.machine.devices.map(() => true));
  const none = Number.POSITIVE_INFINITY;
  const problem: PlacementProblem = {
    ...result.machine,
    stages,
    request: {
      neededSamples: neededSamplesOfMean(SAMPLES, MEAN_SAMPLES),
      ...waveStepTables([NEW_TOKENS], SAMPLES),
    },
    bounds: { energyJ: none, latencyS: none, powerW: none },
    wholePhases: false,
    allowed: [everywhere, everywhere],
  };
  checkPlacementProblem(problem);
  return { name: `${family}@${machineId}`, class: 'families', problem, enumerable: false };
}
