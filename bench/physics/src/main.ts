import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { plotSvg } from './plot.js';
import { table } from './table.js';
import { validate } from './validate.js';

const USAGE = `Usage: npm run validate:physics -- [-o table|json] [--plot FILE]

Judges the physics of @qeil/model by published measurements and writes a plot.
  -o, --output   table (default) or json; json is all that goes to stdout
      --plot     where the SVG goes (default: qeil-out/validate-physics.svg)
`;

interface Options {
  readonly output: 'table' | 'json';
  readonly plot: string;
}

/** Undefined when only help was wanted. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', short: 'o', default: 'table' },
      plot: { type: 'string', default: path.join('qeil-out', 'validate-physics.svg') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.output !== 'table' && values.output !== 'json') {
    throw new TypeError(`--output is “${values.output}” but must be table or json`);
  }
  return { output: values.output, plot: values.plot };
}

async function main(): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`validate:physics: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (options === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  const result = validate();
  const file = path.resolve(options.plot);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await plotSvg(result));
  process.stdout.write(
    options.output === 'json' ? `${JSON.stringify({ ...result, plot: file }, null, 2)}\n` : `${table(result)}\n`,
  );
  process.stderr.write(`plot: ${file}\n`);
  return 0;
}

process.exitCode = await main();
