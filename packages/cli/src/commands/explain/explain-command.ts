import { defineCommand } from '../../command/command.js';
import { OUTPUT_OPTIONS } from '../../option/common.js';
import { text } from '../../option/kinds.js';

const options = {
  question: text({ placeholder: 'id', description: 'only this question' }),
  arm: text({ placeholder: 'name', description: 'only this arm' }),
  ...OUTPUT_OPTIONS,
};

export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'why each question of a run got its answer: candidates, checks, votes, why it stopped, joules by step',
  examples: ['qeil explain results --question 7', 'qeil explain results/ledger.jsonl -o json'],
  argument: { name: 'out-dir', description: 'directory of a run (--out), or its ledger' },
  options,
  run: async (context, values, path) => (await import('./run-explain.js')).runExplain(context, values, path),
});
export type ExplainValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
