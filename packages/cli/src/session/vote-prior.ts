import type { VoteTally } from '@qeil/model';
import type { EnergyMeter, ModelBundle } from '@qeil/runtime';
import { usageError } from '../errors/usage-error.js';
import type { Services } from '../services/services.js';

/** Fewer questions of the task itself than these are a worse guide than what was shipped with the model. */
const ENOUGH_QUESTIONS = 50;

/** Earlier questions for the rule `value`, and in words which. */
export interface VotePrior {
  readonly tallies: readonly VoteTally[];
  readonly detail: string;
}

/** What earlier runs on this task drew whole, when it is enough; else what the model ships; else the little there is. */
export async function votePrior(
  services: Services,
  bundle: ModelBundle,
  learnt: readonly VoteTally[],
): Promise<VotePrior> {
  const ours = {
    tallies: learnt,
    detail: `Prior of the rule value: ${learnt.length} questions of this task drawn whole.`,
  };
  if (learnt.length >= ENOUGH_QUESTIONS) return ours;
  const shipped = await services.shippedTallies(bundle.directory);
  if (shipped !== undefined) {
    return { tallies: shipped.tallies, detail: `Prior of the rule value: shipped with the model, ${shipped.detail}.` };
  }
  if (learnt.length > 0) return ours;
  return {
    tallies: learnt,
    detail: 'The rule value knows no earlier question, so bayes judges; a run with --rule none teaches it.',
  };
}

/** @throws {QeilError} `usage` when the rule `value` is asked for and cannot weigh joules */
export function requireWorth(
  values: { readonly rule: string; readonly 'joules-per-answer': number | undefined },
  meter: EnergyMeter,
): void {
  const worth = values['joules-per-answer'];
  if (values.rule === 'value' && !(worth !== undefined && worth > 0)) {
    throw usageError(
      '--rule value weighs joules against answers: what is a correct one worth?',
      'give --joules-per-answer 5',
    );
  }
  if (values.rule === 'value' && meter.source === 'none') {
    throw usageError(`energy cannot be known here, so joules cannot be weighed: ${meter.detail}`, 'qeil calibrate');
  }
}
