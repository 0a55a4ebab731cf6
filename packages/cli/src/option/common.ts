import { choice, decimal, duration, integer, text, textList, toggle } from './kinds.js';

export const OUTPUT_FORMATS = ['table', 'json', 'jsonl', 'csv', 'md'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** On every command. */
export const OUTPUT_OPTIONS = {
  output: choice({
    short: 'o',
    names: OUTPUT_FORMATS,
    fallback: 'table',
    description: 'how the result is printed',
  }),
  config: text({ placeholder: 'file.json', description: 'JSON object of options; flags win' }),
  quiet: toggle({ description: 'no progress and no remarks on stderr' }),
  debug: toggle({ description: 'show stacks and causes of errors' }),
};

/** On every command that uses devices. */
export const DEVICE_OPTIONS = {
  device: text({ placeholder: 'ids', description: 'devices to use, comma-separated (default: all found)' }),
  strict: toggle({ description: 'fail instead of doing without a requested device' }),
};

/** On every command that measures the machine first. */
export const CALIBRATION_OPTIONS = {
  budget: duration({
    minimum: 1,
    maximum: 3600,
    fallback: 20,
    description: 'time for calibration when none is cached',
  }),
};

export const SEED_OPTION = {
  seed: integer({ minimum: 0, maximum: 2 ** 31 - 1, fallback: 1, description: 'seed of every random choice' }),
};

/** The model that comes with the program. */
export const SHIPPED_MODEL = 'gradeschool-mini';

export const MODEL_OPTIONS = {
  model: text({
    short: 'm',
    placeholder: 'dir',
    fallback: SHIPPED_MODEL,
    description: 'model directory, ONNX file or shipped name',
  }),
  dtype: choice({
    names: ['fp32', 'fp16', 'int8', 'q4'] as const,
    description: 'weight format (default: what the model has)',
  }),
};

/** On every command that draws samples. */
export const SAMPLING_OPTIONS = {
  samples: integer({
    placeholder: 'k',
    minimum: 1,
    maximum: 1024,
    fallback: 16,
    description: 'most samples drawn per question',
  }),
  'max-tokens': integer({ minimum: 1, maximum: 1_000_000, description: 'longest sample (default: the model says)' }),
  temperature: decimal({ minimum: 0, maximum: 10, description: '0 is greedy (default: the model says)' }),
};

export const PLAN_NAMES = ['v2', 'standard', 'standard-batched', 'v1-greedy'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** On every command that stops sampling early and picks an answer. */
export const CASCADE_OPTIONS = {
  plan: choice({ names: PLAN_NAMES, fallback: 'v2', description: 'planned, or one of the baselines' }),
  rule: choice({
    names: ['lock', 'verified', 'anytime', 'bayes', 'value', 'none'] as const,
    fallback: 'bayes',
    description: 'when to stop drawing samples',
  }),
  alpha: decimal({
    minimum: 1e-9,
    maximum: 0.5,
    fallback: 0.05,
    description: 'error rate that the rule anytime keeps',
  }),
  selection: choice({
    names: ['arde', 'majority'] as const,
    fallback: 'arde',
    description: 'how the answer is chosen',
  }),
};

export const DRY_RUN_OPTION = {
  'dry-run': toggle({ description: 'say what would be done, run no model' }),
};

/** On every command that leaves files. */
export const RESULT_OPTIONS = {
  out: text({ placeholder: 'dir', description: 'where results go (default: qeil-out/<command>-<time>)' }),
  resume: toggle({ description: 'go on with the run in --out' }),
};

/** Where stages may run. */
export const PLACEMENT_OPTIONS = {
  pin: textList({
    placeholder: 'rule',
    description: 'stages=device, such as layer0-3=npu or decode:all=gpu; may be repeated',
  }),
  forbid: textList({ placeholder: 'rule', description: 'a device, or stages=device, not to be used; may be repeated' }),
};
