import type { PlacementPlan } from '@qeil/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSplitPlan } from '../../src/engine/split-plan.js';
import { placementOfSplit, splitOfPlacement, withEndsAttached } from '../../src/planning/split-placement.js';
import { MACHINE } from '../support/calibrations.js';

const device = fc.integer({ min: 0, max: MACHINE.devices.length - 1 });
const plans: fc.Arbitrary<PlacementPlan> = fc.integer({ min: 1, max: 8 }).chain((layers) => {
  const stages = fc.array(device, { minLength: layers + 2, maxLength: layers + 2 });
  return fc.record({
    prefillDevice: stages,
    decodeDevice: stages,
    point: fc.tuple(...MACHINE.devices.map(({ points }) => fc.integer({ min: 0, max: points.length - 1 }))),
    waveSize: fc.constant(8),
    microBatches: fc.integer({ min: 1, max: 8 }),
  });
});

it('any plan with its ends attached is whole phases or pieces the engine accepts, and pieces mean the same plan', () => {
  fc.assert(
    fc.property(plans, (drawn) => {
      const plan = withEndsAttached(drawn);
      const layers = plan.decodeDevice.length - 2;
      expect(plan.decodeDevice.slice(1, -1)).toEqual(drawn.decodeDevice.slice(1, -1));
      const split = splitOfPlacement(plan, MACHINE);
      const devices = [plan.prefillDevice, plan.decodeDevice].map((stages) => new Set(stages).size);
      expect(split === undefined).toBe(devices.every((count) => count === 1));
      if (split === undefined) return;
      checkSplitPlan(split, layers);
      // Neighbours that could be one piece are one.
      split.pieces.forEach((piece, index) => {
        const { prefill, decode } = split.pieces[index - 1] ?? {};
        expect([prefill, decode]).not.toEqual([piece.prefill, piece.decode]);
      });
      const back = placementOfSplit(split, MACHINE, plan.waveSize);
      const used = new Set([...plan.prefillDevice, ...plan.decodeDevice]);
      const point = plan.point.map((each, index) => (used.has(index) ? each : 0));
      expect(back).toEqual({ ...plan, point });
    }),
  );
});
