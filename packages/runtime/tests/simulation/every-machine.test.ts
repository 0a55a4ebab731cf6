import { DECODER_FAMILIES } from '@qeil/model';
import { catalogue } from '@qeil/model/catalogue';
import { describe, expect, it } from 'vitest';
import { simulatedMachine, simulateFamily } from '../../src/simulation/index.js';

const request = { promptTokens: 256, newTokens: 128, samples: 2, meanSamples: 2, sharedPromptKv: false };

describe('every machine of the catalogue, with priors', () => {
  it.each(catalogue.machines.map(({ id }) => id))(
    '%s plans every family or shows what does not fit',
    async (machineId) => {
      const { parts, used } = simulatedMachine({ catalogue, machineId, withPriors: true });
      for (const { path, value, basis } of used) {
        expect(value, path).not.toBeNaN();
        expect(basis.length, path).toBeGreaterThan(5);
      }
      for (const [name, family] of Object.entries(DECODER_FAMILIES)) {
        const options = { parts, family, request, objective: 'energy' as const, seed: 1, evaluations: 200 };
        const { chosen, reasons } = await simulateFamily(options);
        if (chosen !== undefined) {
          expect(chosen.evaluation.violation, name).toBe(0);
          continue;
        }
        const [, holds, needed] = /^[\w ]*memory holds ([\d.]+) GB, needed ([\d.]+) GB$/.exec(reasons.join()) ?? [];
        expect(Number(needed), `${name}: ${reasons.join()}`).toBeGreaterThan(Number(holds));
      }
    },
  );
});
