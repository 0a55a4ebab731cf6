import { defineCommand } from '../../command/command.js';
import { EAC_OPTIONS } from '../../option/cascade.js';
import {
  CALIBRATION_OPTIONS,
  CASCADE_OPTIONS,
  DEVICE_OPTIONS,
  DRY_RUN_OPTION,
  MODEL_OPTIONS,
  OUTPUT_OPTIONS,
  RESULT_OPTIONS,
  SAMPLING_OPTIONS,
  SEED_OPTION,
} from '../../option/common.js';
import { integer, text } from '../../option/kinds.js';

const options = {
  ...MODEL_OPTIONS,
  data: text({
    short: 'd',
    placeholder: 'file',
    description: 'JSONL of questions (default: those shipped with the model)',
  }),
  limit: integer({
    minimum: 1,
    maximum: 1_000_000,
    fallback: 20,
    description: 'questions, spread evenly over the file',
  }),
  ...SAMPLING_OPTIONS,
  rule: CASCADE_OPTIONS.rule,
  alpha: CASCADE_OPTIONS.alpha,
  'joules-per-answer': EAC_OPTIONS['joules-per-answer'],
  ...SEED_OPTION,
  ...RESULT_OPTIONS,
  ...CALIBRATION_OPTIONS,
  ...DEVICE_OPTIONS,
  ...DRY_RUN_OPTION,
  ...OUTPUT_OPTIONS,
};

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'the same questions asked in four ways on this machine: standard, batched, v1 greedy, v2',
  examples: ['qeil demo', 'qeil demo --limit 50 --samples 16 -o json'],
  options,
  run: async (context, values) => (await import('./run-demo.js')).runDemo(context, values),
});
export type DemoValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
