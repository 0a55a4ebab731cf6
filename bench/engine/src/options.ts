import { parseArgs } from 'node:util';
import { MODEL_NAMES, type ModelName } from './bench-model.js';

export interface BenchOptions {
  readonly models: readonly ModelName[];
  readonly prompts: readonly number[];
  readonly batches: readonly number[];
  readonly newTokens: number;
  readonly rounds: number;
  readonly output: 'json' | 'table';
}

const FULL = { models: 'mini,small,large', prompts: '64,256,1024', batches: '1,8,32', newTokens: '64', rounds: '5' };
const QUICK = { models: 'mini,small', prompts: '64,256', batches: '1,8,32', newTokens: '32', rounds: '3' };

function integers(name: string, text: string): number[] {
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw new Error(`--${name} ${text}: integers above 0, separated by commas`);
}

function integer(name: string, text: string): number {
  const [value, ...more] = integers(name, text);
  if (value === undefined || more.length > 0) throw new Error(`--${name} ${text}: one integer above 0`);
  return value;
}

/** `--quick`, `--models a,b`, `--prompts n,…`, `--batches n,…`, `--new-tokens n`, `--rounds n`, `-o json|table`. */
export function benchOptions(args?: string[]): BenchOptions {
  const { values } = parseArgs({
    ...(args === undefined ? {} : { args }),
    options: {
      quick: { type: 'boolean', default: false },
      models: { type: 'string' },
      prompts: { type: 'string' },
      batches: { type: 'string' },
      'new-tokens': { type: 'string' },
      rounds: { type: 'string' },
      output: { type: 'string', short: 'o', default: 'table' },
    },
  });
  const standard = values.quick ? QUICK : FULL;
  const { output } = values;
  if (output !== 'json' && output !== 'table') throw new Error(`-o ${output}: json or table`);
  const names = (values.models ?? standard.models).split(',');
  const models = names.map((name): ModelName => {
    const known = MODEL_NAMES.find((model) => model === name);
    if (known === undefined) throw new Error(`--models ${name}: ${MODEL_NAMES.join(', ')}`);
    return known;
  });
  return {
    models,
    prompts: integers('prompts', values.prompts ?? standard.prompts),
    batches: integers('batches', values.batches ?? standard.batches),
    newTokens: integer('new-tokens', values['new-tokens'] ?? standard.newTokens),
    rounds: integer('rounds', values.rounds ?? standard.rounds),
    output,
  };
}
