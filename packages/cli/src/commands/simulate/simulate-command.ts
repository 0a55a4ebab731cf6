import { defineCommand } from '../../command/command.js';
import { OUTPUT_OPTIONS, SAMPLING_OPTIONS, SEED_OPTION } from '../../option/common.js';
import { choice, decimal, integer, text, toggle } from '../../option/kinds.js';

const bound = (description: string) => decimal({ minimum: 0, maximum: 1e12, description });
const tokens = (description: string) => integer({ minimum: 1, maximum: 1_000_000, fallback: 256, description });

const options = {
  machine: text({ placeholder: 'id', description: 'machine of the catalogue; --list shows them' }),
  family: text({ placeholder: 'id', fallback: 'all', description: 'model family, or all; --list shows them' }),
  'machine-file': text({
    placeholder: 'file',
    description: 'JSON of your own devices and machines, docs/catalogue.md',
  }),
  list: toggle({ description: 'list machines, what is unknown of them, and families' }),
  priors: toggle({ description: 'fill what is unknown of the machine with priors, each of them listed' }),
  'prompt-tokens': tokens('length of the prompt'),
  'new-tokens': tokens('length of every sample'),
  samples: SAMPLING_OPTIONS.samples,
  'mean-samples': decimal({
    placeholder: 'm',
    minimum: 1,
    maximum: 1024,
    description: 'samples a question needs on average; k never stops early (default: 1 to k equally likely)',
  }),
  'shared-prompt': toggle({ description: 'the samples of a wave read one copy of the prompt’s KV' }),
  objective: choice({
    names: ['knee', 'energy', 'latency'] as const,
    fallback: 'knee',
    description: 'which plan of the front to choose',
  }),
  'max-joules': bound('energy a question may cost'),
  'max-seconds': bound('time a question may take'),
  'max-watts': bound('mean power allowed'),
  evaluations: integer({
    minimum: 1,
    maximum: 1_000_000_000,
    fallback: 50_000,
    description: 'plans a search may look at',
  }),
  sweep: toggle({ description: 'vary every open assumption; always on for qeil-paper' }),
  ...SEED_OPTION,
  ...OUTPUT_OPTIONS,
};

export const simulateCommand = defineCommand({
  name: 'simulate',
  summary: 'predict plan, joules, seconds and heat for a machine you need not have',
  examples: [
    'qeil simulate --machine qeil-paper --family llama-3.1-8b-q4 -o json',
    'qeil simulate --machine qeil-paper',
  ],
  options,
  run: async (context, values) => (await import('./run-simulate.js')).runSimulate(context, values),
});
export type SimulateValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
