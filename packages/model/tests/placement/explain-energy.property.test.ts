import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EnergyBreakdown,
  energyOfWorkJ,
  evaluatePlacement,
  explainEnergy,
  type PlacementProblem,
  sumEnergyBy,
  thermalYield,
} from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, point, problem, stage } from './fixtures.js';

function expectClose(actual: number, expected: number, relative = 1e-12): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(actual), Math.abs(expected)));
}

describe('explainEnergy', () => {
  it('adds up to the evaluation, whole and term by term, over any partition', () => {
    fc.assert(
      fc.property(problemAndPlan(), fc.integer({ min: 1, max: 7 }), ({ problem: of, plan: chosen }, groups) => {
        const { energyJ, breakdown } = evaluatePlacement(of, chosen);
        const parts = explainEnergy(of, chosen);
        const total = (sums: Iterable<number>) => [...sums].reduce((sum, value) => sum + value, 0);
        const byTerm = sumEnergyBy(parts, ({ term }) => term);
        for (const term of Object.keys(breakdown) as (keyof EnergyBreakdown)[]) {
          expectClose(byTerm.get(term) ?? 0, breakdown[term]);
        }
        for (const partition of [
          sumEnergyBy(parts, ({ device: index }) => index),
          sumEnergyBy(parts, ({ phase }) => phase),
          sumEnergyBy(parts, ({ stage: index }) => index),
          sumEnergyBy(parts, (part) => parts.indexOf(part) % groups),
        ]) {
          expectClose(total(partition.values()), energyJ);
        }
        expect(parts.every((part) => part.energyJ > 0)).toBe(true);
      }),
    );
  });

  it('charges a device what it does: its work, its sleep and the leakage both cause', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of, plan: chosen }) => {
        const parts = explainEnergy(of, chosen);
        const { thermal } = evaluatePlacement(of, chosen);
        const isHeat = new Set(['switching', 'traffic', 'active', 'sleep']);
        of.devices.forEach(({ thermalDomain }, index) => {
          const own = parts.filter((part) => part.device === index);
          const heatJ = own.filter(({ term }) => isHeat.has(term)).reduce((sum, part) => sum + part.energyJ, 0);
          const leakageJ = own.filter(({ term }) => term === 'leakage').reduce((sum, part) => sum + part.energyJ, 0);
          // Dividing by Φ adds exactly the leakage; what nothing heats leaks to nobody's account.
          if (heatJ === 0) expect(leakageJ).toBe(0);
          else expectClose(heatJ + leakageJ, heatJ / thermal[thermalDomain].phi, 1e-9);
          for (const part of own) {
            if (part.term === 'leakage') expect(part.thermalDomain).toBe(thermalDomain);
            else expect(part.thermalDomain).toBeUndefined();
          }
        });
      }),
    );
  });

  it('says where each part comes from', () => {
    const leaky: PlacementProblem = {
      ...problem({
        stages: [
          stage({ prefillFlop: 4, prefillByte: 2, decodeFlopPerRow: 1, prefillCrossingByte: 3, promptKvByte: 5 }),
          stage({ prefillFlop: 6, prefillByte: 1, decodeBytePerPass: 2 }),
        ],
        devices: [
          device({ points: [point({ joulePerFlop: 2, joulePerByte: 3, activePowerW: 1 })] }),
          device({ sleepPowerW: 0.5, thermalDomain: 1, points: [point({ joulePerFlop: 1 })] }),
        ],
        thermalDomains: [
          { name: 'a', ambientK: 300, resistanceKPerW: 0, limitK: 400 },
          { name: 'b', ambientK: 300, resistanceKPerW: 0, limitK: 400 },
          {
            name: 'unheated',
            ambientK: 300,
            resistanceKPerW: 0,
            limitK: 400,
            leakage: { referencePowerW: 0.25, referenceK: 300, activationEv: 0 },
          },
        ],
        links: [0, 1].map(() => [0, 1].map(() => ({ latencyS: 0, byteRate: 1, joulePerByte: 1 }))),
        boardPowerW: 2,
      }),
    };
    const chosen = plan(leaky, { prefillDevice: [0, 1], decodeDevice: [1, 1] });
    // Prefill 4 s + 3 s over the link + 6 s, KV move 5 s, decode 1 s + 2 s.
    const totalS = 21;
    const parts = explainEnergy(leaky, chosen);
    const nowhere = { device: undefined, phase: undefined, stage: undefined, thermalDomain: undefined };
    const at = (deviceIndex: number, phase: 0 | 1, stageIndex: number) => ({
      ...nowhere,
      device: deviceIndex,
      phase,
      stage: stageIndex,
    });
    expect(parts).toEqual([
      { ...at(0, 0, 0), term: 'switching', energyJ: 8 },
      { ...at(0, 0, 0), term: 'traffic', energyJ: 6 },
      { ...at(0, 0, 0), term: 'active', energyJ: 4 },
      { ...at(1, 1, 0), term: 'switching', energyJ: 1 },
      { ...at(1, 0, 1), term: 'switching', energyJ: 6 },
      { ...nowhere, device: 1, term: 'sleep', energyJ: 0.5 * (totalS - 9) },
      { ...nowhere, term: 'leakage', thermalDomain: 2, energyJ: 0.25 * totalS },
      { ...at(0, 0, 0), term: 'links', energyJ: 3 },
      { ...at(0, 0, 0), term: 'links', energyJ: 5 },
      { ...nowhere, term: 'board', energyJ: 2 * totalS },
    ]);
    const crossing = plan(leaky, { prefillDevice: [0, 0], decodeDevice: [0, 1] });
    const rows = { ...leaky, stages: [{ ...leaky.stages[0], decodeCrossingBytePerRow: 7 }, leaky.stages[1]] };
    const links = explainEnergy(rows, crossing).filter(({ term }) => term === 'links');
    expect(links).toEqual([{ ...at(0, 1, 0), term: 'links', energyJ: 7 }]);
    expect(() => explainEnergy(leaky, { ...chosen, waveSize: 2 })).toThrow(/plan\.waveSize is 2/);
  });

  it('is the per-work form summed: E_w = W·[ε_f + ε_m/I + π₀/(π·DASI)]/Φ', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: drawn, plan: chosen }) => {
        // The per-work form knows no overheads, needs traffic and arithmetic, and has no sleep in it.
        const of: PlacementProblem = {
          ...drawn,
          stages: drawn.stages.map((one) => ({
            ...one,
            decodeFlopPerRow: 0,
            decodeBytePerPass: 0,
            decodeBytePerRow: 0,
          })),
          devices: drawn.devices.map((one) => ({
            ...one,
            sleepPowerW: 0,
            points: one.points.map((at) => ({ ...at, stageOverheadS: [0, 0], rowOverheadS: [0, 0] }) as const),
          })),
          links: drawn.links.map((row) => row.map((link) => ({ ...link, joulePerByte: 0 }))),
          boardPowerW: 0,
        };
        const { thermal, energyJ, breakdown, latencyS } = evaluatePlacement(of, chosen);
        const perWork = of.stages.map((one, index) => {
          const where = chosen.prefillDevice[index];
          const at = of.devices[where].points[chosen.point[where]];
          const { phi } = thermal[of.devices[where].thermalDomain];
          const byteRate = Math.min(at.byteRate[0], of.pools[of.devices[where].pool].byteRate);
          const rates = { flopRate: at.flopRate[0], byteRate };
          const isFree = at.joulePerByte === 0 && at.joulePerFlop === 0 && at.activePowerW === 0;
          return isFree ? 0 : energyOfWorkJ({ flop: one.prefillFlop, byte: one.prefillByte }, rates, { ...at, phi });
        });
        const total = perWork.reduce((sum, value) => sum + value, 0);
        // Domains that nothing heats leak beside the form.
        const unheatedJ = of.thermalDomains.reduce((sum, _, domain) => {
          const isHeated = of.stages.some((_stage, index) => {
            const where = chosen.prefillDevice[index];
            const at = of.devices[where].points[chosen.point[where]];
            const draws = at.joulePerByte > 0 || at.joulePerFlop > 0 || at.activePowerW > 0;
            return of.devices[where].thermalDomain === domain && draws;
          });
          const part = explainEnergy(of, chosen).filter(
            (one) => one.term === 'leakage' && one.thermalDomain === domain,
          );
          return isHeated ? sum : sum + part.reduce((joules, one) => joules + one.energyJ, 0);
        }, 0);
        expectClose(total + unheatedJ, energyJ, 1e-9);
        expect(
          thermalYield(breakdown.active + breakdown.switching + breakdown.traffic, breakdown.leakage),
        ).toBeLessThanOrEqual(1);
        expect(latencyS).toBeGreaterThan(0);
      }),
    );
  });
});
