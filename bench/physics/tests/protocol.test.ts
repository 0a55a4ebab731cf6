import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { h100Set } from '../src/h100.js';
import { jetsonSets } from '../src/jetson.js';
import { judgeByModel, judgeConfirmation } from '../src/judge.js';
import type { MeasuredSet } from '../src/measured-step.js';
import { readPublishedPoints } from '../src/published-point.js';
import { table } from '../src/table.js';
import { validate } from '../src/validate.js';

const points = readPublishedPoints();
const sets = [...jetsonSets(points), h100Set(points)];

/** The set with every measurement of one model tripled. */
function tampered(set: MeasuredSet, model: string): MeasuredSet {
  const steps = set.steps.map((step) =>
    step.model === model ? { ...step, stepS: 3 * step.stepS, stepJ: 3 * step.stepJ } : step,
  );
  return { ...set, steps };
}

describe('the protocol', () => {
  it.each(sets.map((set) => [set.name, set] as const))('predicts %s without a look at the held-out model', (_, set) => {
    for (const model of new Set(set.steps.map((step) => step.model))) {
      const predictions = (of: MeasuredSet) =>
        judgeByModel(of)
          .filter(({ step }) => step.model === model)
          .map(({ timeS, energyJ }) => [timeS, energyJ]);
      expect(predictions(tampered(set, model))).toEqual(predictions(set));
    }
  });

  it('does look at the other models', () => {
    const [set] = sets;
    const [{ model }] = set.steps;
    const others = (of: MeasuredSet) =>
      judgeByModel(of)
        .filter(({ step }) => step.model !== model)
        .map(({ timeS }) => timeS);
    expect(others(tampered(set, model))).not.toEqual(others(set));
  });

  it('predicts the confirmation models without a look at them', () => {
    const set = h100Set(points);
    const tripled = {
      ...set,
      confirmation: set.confirmation.map((step) => ({ ...step, stepS: 3 * step.stepS, stepJ: 3 * step.stepJ })),
    };
    const predictions = (of: MeasuredSet) => judgeConfirmation(of).map(({ timeS, energyJ }) => [timeS, energyJ]);
    expect(predictions(tripled)).toEqual(predictions(set));
  });

  it('fits rates below the peaks', () => {
    for (const { fitted, name } of validate().sets) {
      expect(1 / fitted.time.secondPerByte, name).toBeLessThan(name.startsWith('H100') ? 3350e9 : 102e9);
    }
  });
});

describe('the recorded result', () => {
  const page = readFileSync(new URL('../../../docs/validation.md', import.meta.url), 'utf8');

  it('is what the protocol gives today', () => {
    expect(page).toContain(`\n${table(validate())}\n`);
  });
});

describe('the command', () => {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const run = (args: readonly string[]) =>
    execFileSync(process.execPath, [main, ...args], { encoding: 'utf8', stdio: 'pipe' });

  it('prints JSON only and writes the plot', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'validate-physics-'));
    try {
      const plot = path.join(folder, 'deep', 'plot.svg');
      const result: unknown = JSON.parse(run(['-o', 'json', '--plot', plot]));
      expect(result).toMatchObject({ plot, targets: JSON.parse(JSON.stringify(validate().targets)) });
      expect(readFileSync(plot, 'utf8')).toMatch(/^<svg [\s\S]*predicted joules per token[\s\S]*<\/svg>$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('exits with 2 and its usage on a wrong flag', () => {
    for (const args of [['--nonsense'], ['-o', 'yaml']]) {
      expect(() => run(args)).toThrow(
        expect.objectContaining({ status: 2, stderr: expect.stringContaining('Usage:') }),
      );
    }
  });
});
