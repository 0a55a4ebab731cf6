import { expect, it } from 'vitest';
import { evaluateInTypeScript, evaluateInWasm, searchInWasm } from '../src/speed/arms.js';
import { speedCases } from '../src/speed/cases.js';

/** A budget small enough for a test. */
const BUDGET = 2000;

it.each(speedCases().map((speedCase) => [speedCase.name, speedCase] as const))(
  'the search of %s spends its budget on annealing alone, as the native one does',
  async (_, speedCase) => {
    const { evaluations, checksum } = await searchInWasm(speedCase, 1, BUDGET);
    expect(evaluations).toBe(BUDGET);
    expect(await searchInWasm(speedCase, 1, BUDGET)).toMatchObject({ evaluations, checksum });
  },
);

it.each(speedCases().map((speedCase) => [speedCase.name, speedCase] as const))(
  'the arms evaluate %s alike',
  async (_, speedCase) => {
    const { checksum } = await evaluateInWasm(speedCase, true);
    expect((await evaluateInWasm(speedCase, false)).checksum).toBe(checksum);
    expect((await evaluateInTypeScript(speedCase)).checksum / checksum).toBeCloseTo(1, 9);
  },
);
