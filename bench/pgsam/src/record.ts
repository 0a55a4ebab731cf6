import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchResult } from './bench.js';
import { page } from './report/page.js';
import { attainmentSvg } from './report/plots.js';

// Writes the page and its plots from a result of `-o json`: node dist/record.js result.json directory

const [, , source, directory] = process.argv;
if (source === undefined || directory === undefined)
  throw new TypeError('usage: node dist/record.js RESULT.json DIRECTORY');
const result = JSON.parse(readFileSync(source, 'utf8')) as BenchResult;
mkdirSync(directory, { recursive: true });
/** Five digits are more than the seeds' noise leaves. */
const compact = JSON.stringify(result, (_, value) =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value,
);
writeFileSync(path.join(directory, 'results.json'), `${compact}\n`);
writeFileSync(
  path.join(directory, 'attainment.svg'),
  await attainmentSvg(result.instances.filter(({ class: kind }) => kind !== 'families')),
);
writeFileSync(path.join(directory, 'README.md'), page(result, ['attainment.svg']));
