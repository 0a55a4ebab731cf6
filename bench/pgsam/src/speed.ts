import { parseArgs } from 'node:util';
import { measureSpeed, type SpeedResult, type Spread } from './speed/measure.js';

const USAGE = `Usage: npm run bench:pgsam-speed -- [-o table|json] [--rounds N] [--evaluations N]

Evaluations per second in the TypeScript reference, WebAssembly and native Rust, side by side: the same problems, the same plans.
Without cargo the native arm is left out, and the output says so.
      --rounds       times every arm takes its turn, 1 to 1000 (7)
      --evaluations  of one search, 100 to 10,000,000 (50000)
  -o, --output       table (default) or json; json is all that goes to stdout
`;

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TypeError(`--${option} is “${text}” but must be a whole number from ${least} to ${most}`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', short: 'o', default: 'table' },
      rounds: { type: 'string', default: '7' },
      evaluations: { type: 'string', default: '50000' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { output, help } = values;
  if (output !== 'table' && output !== 'json') throw new TypeError(`--output is “${output}” but must be table or json`);
  return {
    output,
    help,
    rounds: wholeNumber('rounds', values.rounds, 1, 1000),
    searchEvaluations: wholeNumber('evaluations', values.evaluations, 100, 10_000_000),
  };
}

function table({ rates, nativeAbsent, note, rounds }: SpeedResult): string {
  const line = (name: string, { median, least, most }: Spread, digits: number) =>
    `    ${name.padEnd(24)} ${median.toFixed(digits).padStart(12)}   (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
  const blocks = rates.map(({ instance, stages, devices, work, perSecond, ratios }) =>
    [
      `${instance}, ${stages} stages, ${devices} devices: ${work}`,
      ...Object.entries(perSecond).map(([name, spread]) => line(`${name} /s`, spread, 0)),
      ...Object.entries(ratios).map(([name, spread]) => line(name, spread, 2)),
    ].join('\n'),
  );
  const absent = nativeAbsent === null ? [] : [`No native arm: ${nativeAbsent}`];
  return [`Median (least to most) of ${rounds} rounds. ${note}`, ...absent, ...blocks].join('\n');
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`bench:pgsam-speed: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const result = await measureSpeed(options);
  process.stdout.write(options.output === 'json' ? `${JSON.stringify(result)}\n` : `${table(result)}\n`);
  return 0;
}

process.exitCode = await main();
