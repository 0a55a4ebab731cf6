import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { additiveEpsilon, igdPlus, scaledHypervolume } from '../src/judge/indicators.js';

interface Case {
  readonly problem: string;
  readonly objectives: 2 | 3;
  readonly front: readonly (readonly number[])[];
  readonly found: readonly (readonly number[])[];
  readonly hypervolumeOfFront: number;
  readonly hypervolume: number;
  readonly igdPlus: number;
  readonly epsilon: number;
}

/** Written by crosscheck/indicators.py with moocore 0.3.2. */
const { cases } = JSON.parse(readFileSync(new URL('fixtures/indicators.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('indicators against moocore', () => {
  it.each(cases.map((each) => [each.problem, each] as const))('%s', (_, each) => {
    expect(scaledHypervolume(each.front, each.objectives)).toBeCloseTo(each.hypervolumeOfFront, 12);
    expect(scaledHypervolume(each.found, each.objectives)).toBeCloseTo(each.hypervolume, 12);
    expect(igdPlus(each.found, each.front)).toBeCloseTo(each.igdPlus, 12);
    expect(additiveEpsilon(each.found, each.front)).toBeCloseTo(each.epsilon, 12);
  });
});
