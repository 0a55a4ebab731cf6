import { DECODER_FAMILIES, type DecoderFamilyName } from '@qeil/model';
import { nearest } from '../../command/nearest.js';
import { usageError } from '../../errors/usage-error.js';
import type { ReadCatalogue } from './read-catalogue.js';
import type { SimulateValues } from './simulate-command.js';

const FAMILY_NAMES = Object.keys(DECODER_FAMILIES) as DecoderFamilyName[];

function choose<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  const near = nearest(given, names);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw usageError(`--${option}: there is no ${option} ${given}${hint}`, '`qeil simulate --list` shows what there is');
}

/** @throws {QeilError} `usage` when there is no such family */
export function familiesFor(family: string): readonly DecoderFamilyName[] {
  return family === 'all' ? FAMILY_NAMES : [choose('family', family, FAMILY_NAMES)];
}

/**
 * The machine named, or the only one of the user's file.
 * @throws {QeilError} `usage` when none is named or there is no such machine
 */
export function machineFor(machine: string | undefined, { catalogue, ownMachines }: ReadCatalogue): string {
  const ids = catalogue.machines.map(({ id }) => id);
  if (machine !== undefined) return choose('machine', machine, ids);
  const [only, ...others] = ownMachines;
  if (only !== undefined && others.length === 0) return only;
  throw usageError('--machine: which machine is to be simulated?', '`qeil simulate --list` shows what there is');
}

/** @throws {QeilError} `usage` when more samples are needed than may be drawn */
export function requestFor(values: SimulateValues) {
  const { samples, 'mean-samples': meanSamples = (samples + 1) / 2 } = values;
  if (meanSamples > samples) {
    throw usageError(
      `--mean-samples: ${meanSamples} is more than the ${samples} of --samples`,
      'lower it or raise --samples',
    );
  }
  return {
    promptTokens: values['prompt-tokens'],
    newTokens: values['new-tokens'],
    samples,
    meanSamples,
    sharedPromptKv: values['shared-prompt'],
  };
}
