import { parseArgs } from 'node:util';
import { judge, type SelectionBench } from './judge.js';

const USAGE = `Usage: npm run bench:selection -- [-o table|json] [--orders N] [--seed N]

Replays stopping rules, ours and those of papers, over recorded samples and says whether our targets hold.
  -o, --output   table (default) or json; json is all that goes to stdout
      --orders   random orders of each question (default: 200)
      --seed     seed of the orders (default: 1)
`;

function table({ files, verdicts, orders, worthSamples }: SelectionBench): string {
  const lines: string[] = [];
  for (const { file, questions, budget, prior, rules } of files) {
    lines.push(
      `${file}: ${questions} questions × ${budget}, ${orders} orders; value learnt from ${prior}, an answer worth ${worthSamples} samples`,
    );
    lines.push(
      '  rule                   accuracy %   ± orders   samples   cost saved %   against bayes as published %',
    );
    const percent = (share: number | null) => (share === null ? 'unknown' : (100 * share).toFixed(1));
    for (const rule of rules) {
      const cells = [
        rule.rule.padEnd(22),
        (100 * rule.accuracy).toFixed(2).padStart(10),
        (100 * rule.accuracyErrorOrders).toFixed(2).padStart(10),
        rule.meanSamples.toFixed(2).padStart(9),
        percent(rule.costSaved).padStart(14),
        percent(rule.costSavedAgainstPublishedBayes).padStart(14),
      ];
      lines.push(`  ${cells.join(' ')}`);
    }
    lines.push('');
  }
  for (const { claim, holds, measured } of verdicts)
    lines.push(`${holds ? 'holds' : 'FAILS'}: ${claim}\n  ${measured}`);
  return lines.join('\n');
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new TypeError(`--${name} is “${text}” but must be an integer ≥ ${least}`);
  return value;
}

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        output: { type: 'string', short: 'o', default: 'table' },
        orders: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    if (values.output !== 'table' && values.output !== 'json') {
      throw new TypeError(`--output is “${values.output}” but must be table or json`);
    }
    const result = await judge(wholeNumber('orders', values.orders, 2), wholeNumber('seed', values.seed, 0));
    process.stdout.write(values.output === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${table(result)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`bench:selection: ${error.message}\n\n${USAGE}`);
    return 2;
  }
}

process.exitCode = await main();
