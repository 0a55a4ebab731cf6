import { defineCommand } from '../../command/command.js';
import { CASCADE_OPTIONS, OUTPUT_OPTIONS, SEED_OPTION } from '../../option/common.js';
import { choice, decimal, integer, text } from '../../option/kinds.js';

export const REPLAY_RULES = ['all', 'none', 'lock', 'verified', 'anytime', 'bayes', 'value'] as const;

const options = {
  rule: choice({ names: REPLAY_RULES, fallback: 'all', description: 'which stopping rules' }),
  samples: integer({
    placeholder: 'k',
    minimum: 1,
    maximum: 4096,
    description: 'most samples drawn per question (default: all recorded)',
  }),
  wave: integer({ minimum: 1, maximum: 4096, fallback: 1, description: 'samples drawn between looks' }),
  orders: integer({ minimum: 1, maximum: 10_000, fallback: 200, description: 'random orders of each question' }),
  ...SEED_OPTION,
  selection: choice({
    names: ['majority', 'arde'] as const,
    fallback: 'majority',
    description: 'how the answer is chosen; arde needs a ledger',
  }),
  alpha: CASCADE_OPTIONS.alpha,
  confidence: decimal({
    minimum: 0.51,
    maximum: 0.999999,
    fallback: 0.95,
    description: 'posterior at which bayes stops',
  }),
  worth: decimal({
    minimum: 0.001,
    maximum: 1e9,
    fallback: 500,
    description: 'worth of a right answer in samples, for value',
  }),
  'prior-from': text({
    placeholder: 'file',
    description: 'recorded samples that value learns from (default: votes shipped with gradeschool-mini)',
  }),
  split: decimal({
    minimum: 0.05,
    maximum: 0.95,
    description: 'learn value on this share of the questions, judge all rules on the rest',
  }),
  verdicts: choice({
    names: ['recorded', 'correct'] as const,
    fallback: 'recorded',
    description: 'what verified goes by; correct: the recorded rightness comes from an exact check',
  }),
  plot: text({ placeholder: 'file.svg', description: 'draw accuracy against cost' }),
  ...OUTPUT_OPTIONS,
};

export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'stopping rules over samples that were recorded: accuracy, samples and cost saved; runs no model',
  examples: ['qeil replay samples.jsonl --rule all -o json', 'qeil replay results --selection arde --plot curve.svg'],
  argument: { name: 'file', description: 'JSONL of {id, gold, answers[], correct[], tokens[]}, or a run (--out)' },
  options,
  run: async (context, values, path) => (await import('./run-replay.js')).runReplay(context, values, path),
});
export type ReplayValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
