import os from 'node:os';
import { parseArgs } from 'node:util';
import { bench } from './bench.js';
import { table } from './report/table.js';

const USAGE = `Usage: npm run bench:pgsam -- [--quick] [-o table|json] [--seeds N] [--budgets N,N]

PGSAM beside other optimisers: equal evaluations, one evaluator, one repair rule, one passive archive, paired seeds.
      --quick     one instance a class, two families, 8 seeds, budgets 1,000 and 10,000; the full run has 19 instances and
                  30 seeds
      --seeds     paired seeds, 2 to 1000 (30; 8 with --quick)
      --budgets   evaluations a run may spend, separated by commas (1000,10000)
      --workers   threads (as many as the machine has)
  -o, --output    table (default) or json; json is all that goes to stdout
`;

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new TypeError(`--${option} is “${text}” but must be a whole number from 1 to ${most}`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      output: { type: 'string', short: 'o', default: 'table' },
      seeds: { type: 'string' },
      budgets: { type: 'string', default: '1000,10000' },
      workers: { type: 'string', default: String(os.availableParallelism()) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, output, help } = values;
  if (output !== 'table' && output !== 'json') throw new TypeError(`--output is “${output}” but must be table or json`);
  return {
    quick,
    output,
    help,
    seeds: values.seeds === undefined ? (quick ? 8 : 30) : wholeNumber('seeds', values.seeds, 1000),
    budgets: values.budgets.split(',').map((text) => wholeNumber('budgets', text, 10_000_000)),
    workers: wholeNumber('workers', values.workers, 256),
  };
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`bench:pgsam: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const begun = performance.now();
  const result = await bench({
    ...options,
    onInstance: ({ name }, done, of) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      process.stderr.write(`${done}/${of} ${name}, after ${seconds} s\n`);
    },
  });
  process.stdout.write(options.output === 'json' ? `${JSON.stringify(result)}\n` : `${table(result)}\n`);
  return 0;
}

process.exitCode = await main();
