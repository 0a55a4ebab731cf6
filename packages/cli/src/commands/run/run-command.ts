import { defineCommand } from '../../command/command.js';
import { EAC_OPTIONS } from '../../option/cascade.js';
import {
  CALIBRATION_OPTIONS,
  CASCADE_OPTIONS,
  DEVICE_OPTIONS,
  MODEL_OPTIONS,
  OUTPUT_OPTIONS,
  PLAN_NAMES,
  SAMPLING_OPTIONS,
  SEED_OPTION,
} from '../../option/common.js';
import { choiceOrFile, toggle } from '../../option/kinds.js';

const options = {
  ...MODEL_OPTIONS,
  ...SAMPLING_OPTIONS,
  ...CASCADE_OPTIONS,
  plan: choiceOrFile({ names: PLAN_NAMES, fallback: 'v2', description: 'planned, or one of the baselines' }),
  verify: toggle({ description: 'decode greedily under the plan and on one device, and report the first difference' }),
  ...EAC_OPTIONS,
  ...SEED_OPTION,
  ...CALIBRATION_OPTIONS,
  ...DEVICE_OPTIONS,
  ...OUTPUT_OPTIONS,
};

export const runCommand = defineCommand({
  name: 'run',
  summary: 'answer one prompt: the first sample as it comes, then the chosen answer and its joules',
  examples: [
    'qeil run "Tom has 12 apples and buys 5 more. How many does he have?"',
    'qeil run --model models/gradeschool-mini --samples 8 --rule verified "..." -o json',
  ],
  argument: { name: 'prompt', description: 'the question' },
  options,
  run: async (context, values, prompt) => (await import('./run-run.js')).runRun(context, values, prompt),
});
export type RunValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
