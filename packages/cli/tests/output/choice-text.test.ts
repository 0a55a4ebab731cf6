import { describe, expect, it } from 'vitest';
import { choiceText } from '../../src/format/choice-text.js';
import type { FrontEntryRecord } from '../../src/schemas/planning.js';

function entry(energyJ: number, latencyS: number, underUtilisation: number, chosen = false): FrontEntryRecord {
  return {
    prefillDevices: ['gpu'],
    decodeDevices: ['npu'],
    points: {},
    waveSize: 4,
    microBatches: 1,
    energyJ,
    latencyS,
    underUtilisation,
    chosen,
    certificate: { kind: 'exact' },
    knee: chosen,
  };
}

describe('choiceText', () => {
  it('says what the neighbours would cost and which objectives conflict', () => {
    const front = [entry(1, 4, 0.5), entry(2, 2, 0.4, true), entry(4, 1, 0.3)];
    const [cheaper, faster, conflict] = choiceText({ front });
    expect(cheaper).toBe('The next cheaper plan (gpu and npu, waves of 4) takes 50 % less energy and 100 % more time.');
    expect(faster).toBe('The next faster plan (gpu and npu, waves of 4) takes 100 % more energy and 50 % less time.');
    expect(conflict).toMatch(/^What conflicts most: energy and (time|idle arithmetic); they disagree on 100 %/);
  });

  it('passes over neighbours that are beaten in energy and time', () => {
    const [cheaper, faster] = choiceText({ front: [entry(1, 1, 0.9, true), entry(2, 3, 0.1)] });
    expect([cheaper, faster]).toEqual(['No plan is cheaper.', 'No plan is faster.']);
  });

  it('says so when one plan is best in everything', () => {
    expect(choiceText({ front: [entry(1, 1, 0.1, true)] }).at(-1)).toMatch(/^Nothing conflicts/);
  });
});
