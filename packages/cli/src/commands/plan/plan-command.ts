import { defineCommand } from '../../command/command.js';
import {
  CALIBRATION_OPTIONS,
  CASCADE_OPTIONS,
  DEVICE_OPTIONS,
  DRY_RUN_OPTION,
  MODEL_OPTIONS,
  OUTPUT_OPTIONS,
  PLACEMENT_OPTIONS,
  SAMPLING_OPTIONS,
  SEED_OPTION,
} from '../../option/common.js';
import { choice, decimal, integer, text, toggle } from '../../option/kinds.js';

const bound = (description: string) => decimal({ minimum: 0, maximum: 1e12, description });

const options = {
  ...MODEL_OPTIONS,
  objective: choice({
    names: ['knee', 'energy', 'latency'] as const,
    fallback: 'knee',
    description: 'which plan of the front to choose',
  }),
  'max-joules': bound('energy a question may cost'),
  'max-seconds': bound('time a question may take'),
  'max-watts': bound('mean power allowed'),
  ...PLACEMENT_OPTIONS,
  explain: toggle({ description: 'run one wave of the chosen plan and compare each stage with its prediction' }),
  'devices-from': text({ placeholder: 'file.json', description: 'plan for the devices this plan file declares' }),
  write: text({ placeholder: 'file.json', description: 'write the chosen plan for `qeil run --plan`' }),
  front: text({ placeholder: 'file', description: 'draw the front into this SVG file' }),
  'prompt-tokens': integer({ minimum: 1, maximum: 1_000_000, description: 'length of a prompt, when known' }),
  data: text({ placeholder: 'file', description: 'JSONL of questions: measure on 4 of them what questions need' }),
  ...SAMPLING_OPTIONS,
  rule: CASCADE_OPTIONS.rule,
  selection: CASCADE_OPTIONS.selection,
  ...SEED_OPTION,
  ...CALIBRATION_OPTIONS,
  ...DEVICE_OPTIONS,
  ...DRY_RUN_OPTION,
  ...OUTPUT_OPTIONS,
};

export const planCommand = defineCommand({
  name: 'plan',
  summary: 'choose where and how to run a model here, and show the alternatives',
  examples: ['qeil plan --model models/gradeschool-mini', 'qeil plan --objective energy --max-seconds 2 -o json'],
  options,
  run: async (context, values) => (await import('./run-plan.js')).runPlan(context, values),
});
export type PlanValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
