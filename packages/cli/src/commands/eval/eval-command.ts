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
  data: text({ short: 'd', placeholder: 'file', description: 'JSONL of questions, one {"question", "answer"} a line' }),
  limit: integer({ minimum: 1, maximum: 1_000_000_000, description: 'only the first n questions' }),
  ...SAMPLING_OPTIONS,
  ...CASCADE_OPTIONS,
  ...EAC_OPTIONS,
  ...SEED_OPTION,
  ...RESULT_OPTIONS,
  ...CALIBRATION_OPTIONS,
  ...DEVICE_OPTIONS,
  ...DRY_RUN_OPTION,
  ...OUTPUT_OPTIONS,
};

export const evalCommand = defineCommand({
  name: 'eval',
  summary: 'answer a data set with repeated sampling; accuracy, joules, seconds and a report',
  examples: [
    'qeil eval --model models/gradeschool-mini --data questions.jsonl --samples 16 --limit 100',
    'qeil eval --data questions.jsonl --out results --resume -o json',
  ],
  options,
  run: async (context, values) => (await import('./run-eval.js')).runEval(context, values),
});
export type EvalValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
