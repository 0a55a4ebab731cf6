import type { CaseResult } from './measure-case.js';
import type { Machine } from './roofline.js';

interface Tabled {
  readonly cpu: string | null;
  readonly machines: readonly (Machine & { readonly model: string })[];
  readonly cases: readonly CaseResult[];
  readonly noise: string;
}

const HEADINGS = [
  'arm',
  'tokens/s',
  'of rounds',
  '× plain',
  '× tf.js',
  'CPU ms/token',
  'CPU × tf.js',
  'CPU ms after',
  '× roof',
  'orchestration',
];

const fixed = (value: number | null, digits: number, factor = 1): string =>
  value === null ? '–' : (value * factor).toFixed(digits);

/** The record as words. */
export function table({ cpu, machines, cases, noise }: Tabled): string {
  const lines = machines.map(
    ({ model, flopRate, byteRate, threads }) =>
      `${cpu ?? 'unknown CPU'}, ${threads} threads, ${model}: ${fixed(flopRate, 0, 1e-9)} GFLOP/s, ${fixed(byteRate, 1, 1e-9)} GB/s`,
  );
  for (const { model, promptTokens, rows, newTokens, roof, arms } of cases) {
    lines.push(
      '',
      `${model}, prompt ${promptTokens}, ${rows} rows × ${newTokens} new tokens; roof ${fixed(roof.stepS, 2, 1000)} ms a step (${roof.limit})`,
    );
    const cells = arms.map((arm) => [
      arm.arm,
      fixed(arm.tokensPerS, 0),
      `${fixed(arm.tokensPerSRange[0], 0)}–${fixed(arm.tokensPerSRange[1], 0)}`,
      fixed(arm.ratioToPlain, 2),
      fixed(arm.ratioToTransformers, 2),
      fixed(arm.cpuSPerToken, 2, 1000),
      fixed(arm.cpuRatioToTransformers, 2),
      fixed(arm.afterCpuS, 1, 1000),
      fixed(arm.timesRoof, 2),
      arm.orchestrationShare === null ? '–' : `${fixed(arm.orchestrationShare, 1, 100)} %`,
    ]);
    const widths = HEADINGS.map((heading, column) =>
      Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
    );
    for (const row of [HEADINGS, ...cells]) {
      lines.push(
        row
          .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
          .join('  '),
      );
    }
  }
  return `${[...lines, '', noise].join('\n')}\n`;
}
