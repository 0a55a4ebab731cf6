import { describe, expect, it } from 'vitest';
import { BOLTZMANN_EV_PER_K, evaluatePlacement, type PlacementProblem } from '../../src/index.js';
import { device, NONE, plan, point, problem, stage } from './fixtures.js';

// Two stages, two devices that share the pool and the power domain; every number small enough to follow by hand.
const example: PlacementProblem = problem({
  stages: [
    stage({
      weightByte: 100,
      prefillFlop: 400,
      prefillByte: 200,
      decodeFlopPerRow: 20,
      decodeBytePerPass: 100,
      decodeBytePerRow: 10,
      promptKvByte: 30,
      rowKvByte: 5,
      prefillCrossingByte: 40,
      decodeCrossingBytePerRow: 4,
    }),
    stage({
      weightByte: 50,
      prefillFlop: 100,
      prefillByte: 60,
      decodeFlopPerRow: 10,
      decodeBytePerPass: 50,
      decodeBytePerRow: 6,
      promptKvByte: 20,
      rowKvByte: 3,
      prefillCrossingByte: 8,
      decodeCrossingBytePerRow: 2,
    }),
  ],
  devices: [
    device({
      sleepPowerW: 1,
      runtimeByte: 7,
      points: [
        point({
          flopRate: [200, 100],
          byteRate: [40, 40],
          stageOverheadS: [0.5, 0.25],
          rowOverheadS: [0.1, 0.05],
          joulePerFlop: 0.01,
          joulePerByte: 0.02,
          activePowerW: 3,
        }),
      ],
    }),
    device({
      thermalDomain: 1,
      sleepPowerW: 0.5,
      runtimeByte: 9,
      points: [
        point({
          flopRate: [50, 40],
          byteRate: [30, 25],
          stageOverheadS: [0.2, 0.1],
          rowOverheadS: [0, 0],
          joulePerFlop: 0.005,
          joulePerByte: 0.01,
          activePowerW: 1,
        }),
      ],
    }),
  ],
  pools: [{ name: 'memory', usableByte: 200, byteRate: 40 }],
  powerDomains: [{ name: 'board', capW: 4 }],
  thermalDomains: [
    { name: 'a', ambientK: 300, resistanceKPerW: 2, limitK: 301 },
    { name: 'b', ambientK: 300, resistanceKPerW: 1, limitK: NONE },
  ],
  links: [
    [
      { latencyS: 0, byteRate: 1, joulePerByte: 0 },
      { latencyS: 0.5, byteRate: 10, joulePerByte: 0.1 },
    ],
    [
      { latencyS: 1, byteRate: 20, joulePerByte: 0.2 },
      { latencyS: 0, byteRate: 1, joulePerByte: 0 },
    ],
  ],
  request: { neededSamples: [0.25, 0, 0.75], decodeSteps: [10, 12, 13], rowsPerStep: [1, 1.8, 2.6] },
  bounds: { energyJ: 100, latencyS: NONE, powerW: NONE },
  boardPowerW: 0.3,
});

// Prefill: both stages on device 0. Decode: stage 0 on 0, stage 1 on 1. Waves of 2 in 2 micro-batches.
const split = plan(example, { decodeDevice: [0, 1], waveSize: 2, microBatches: 2 });

describe('a worked example of docs/placement.md', () => {
  const result = evaluatePlacement(example, split);
  // needed 1 → 1 wave, needed 3 → 2 waves
  const waves = 0.25 + 0.75 * 2;
  // rows in a micro-batch: 1.8/2 = 0.9
  const passes = waves * 12 * 2;
  // stage 0: max(400/200, 200/40) + 0.5 + 0.1 = 5.6; stage 1: max(0.5, 1.5) + 0.6 = 2.1
  const prefillS = 5.6 + 2.1;
  // stage 1 moves 20 B of KV from 0 to 1
  const kvMoveS = 0.5 + 20 / 10;
  // stage 0 on device 0: max(18/100, 109/40) + 0.25 + 0.9·0.05; stage 1 on device 1: max(9/40, 55.4/25) + 0.1
  const passS = [2.725 + 0.25 + 0.045, 2.216 + 0.1];
  // 3.6 B from 0 to 1; the token returns from 1 to 0
  const roundTripS = passS[0] + passS[1] + (0.5 + 0.36) + 1;
  const poolS = (2 * (109 + 55.4)) / 40;
  const cycleS = Math.max(roundTripS, 2 * passS[0], poolS);
  const latencyS = prefillS + kvMoveS + waves * 12 * cycleS;
  const busyS = [prefillS + passes * passS[0], passes * passS[1]];

  it('takes the time of its slowest part', () => {
    expect(cycleS).toBe(poolS);
    expect(result.waves).toBe(waves);
    expect(result.seconds.prefill).toBeCloseTo(prefillS, 12);
    expect(result.seconds.kvMove).toBeCloseTo(kvMoveS, 12);
    expect(result.latencyS).toBeCloseTo(latencyS, 10);
  });

  const flop = [500 + passes * 18, passes * 9];
  const byte = [260 + passes * 109, passes * 55.4];
  const device0 = [0.01 * flop[0], 0.02 * byte[0], 3 * busyS[0], 1 * (latencyS - busyS[0])];
  const device1 = [0.005 * flop[1], 0.01 * byte[1], 1 * busyS[1], 0.5 * (latencyS - busyS[1])];
  // KV: 20 B at 0.1 J/B; each pass: 3.6 B at 0.1 J/B; the returning token costs nothing
  const links = 2 + passes * 0.36;
  const energyJ = [...device0, ...device1, links, 0.3 * latencyS].reduce((sum, term) => sum + term, 0);

  it('spends the energy of its terms', () => {
    expect(result.breakdown.switching).toBeCloseTo(device0[0] + device1[0], 10);
    expect(result.breakdown.traffic).toBeCloseTo(device0[1] + device1[1], 10);
    expect(result.breakdown.active).toBeCloseTo(device0[2] + device1[2], 10);
    expect(result.breakdown.sleep).toBeCloseTo(device0[3] + device1[3], 10);
    expect(result.breakdown.leakage).toBe(0);
    expect(result.breakdown.links).toBeCloseTo(links, 10);
    expect(result.breakdown.board).toBeCloseTo(0.3 * latencyS, 10);
    expect(result.energyJ).toBeCloseTo(energyJ, 9);
  });

  const heatW = [device0, device1].map((terms) => terms.reduce((sum, term) => sum + term, 0) / latencyS);

  it('warms each domain by its own mean power', () => {
    expect(result.thermal[0]).toMatchObject({ phi: 1, loopGain: 0 });
    expect(result.thermal[0].temperatureK).toBeCloseTo(300 + 2 * heatW[0], 10);
    expect(result.thermal[1].temperatureK).toBeCloseTo(300 + heatW[1], 10);
  });

  it('leaves the rest of the powered arithmetic unused', () => {
    expect(result.underUtilisation).toBeCloseTo(1 - (flop[0] + flop[1]) / (latencyS * 250), 12);
  });

  it('adds up what it exceeds', () => {
    // runtime 16, weights 150 + 50 (stage 1 twice), prompt KV 50, wave KV 2·8
    const pressure = (16 + 200 + 50 + 16) / 200;
    const drawW = device0.slice(0, 3).reduce((sum, term) => sum + term, 0) / busyS[0];
    const draw1W = device1.slice(0, 3).reduce((sum, term) => sum + term, 0) / busyS[1];
    expect(result.memoryPressure[0]).toBeCloseTo(pressure, 12);
    const excesses = [pressure, (drawW + draw1W) / 4, (300 + 2 * heatW[0]) / 301, energyJ / 100].map((ratio) =>
      Math.max(0, ratio - 1),
    );
    expect(Math.min(...excesses)).toBeGreaterThan(0);
    expect(result.violation).toBeCloseTo(
      excesses.reduce((sum, excess) => sum + excess, 0),
      9,
    );
  });

  it('counts prohibited and split stages one each', () => {
    const pinned = {
      ...example,
      wholePhases: true,
      allowed: [
        [
          [false, true],
          [true, true],
        ],
        [
          [true, true],
          [true, false],
        ],
      ] as const,
    };
    // stage 0 prefilled on a prohibited device, stage 1 decoded on one, and stage 1's decode is away from stage 0's
    expect(evaluatePlacement(pinned, split).violation).toBeCloseTo(result.violation + 3, 9);
  });
});

describe('a leaking domain', () => {
  const law = { referencePowerW: 2, referenceK: 333.15, activationEv: 0.3 };
  const leaky = (resistanceKPerW: number) =>
    problem({
      devices: [device({ points: [point({ activePowerW: 10 })] })],
      thermalDomains: [{ name: 'case', ambientK: 300, resistanceKPerW, limitK: NONE, leakage: law }],
    });

  it('settles where heat in equals heat out and pays the leakage of that temperature', () => {
    const of = leaky(2);
    const result = evaluatePlacement(of, plan(of));
    const temperatureK = result.thermal[0].temperatureK ?? Number.NaN;
    const leakageW =
      2 * (temperatureK / 333.15) ** 2 * Math.exp((-0.3 / BOLTZMANN_EV_PER_K) * (1 / temperatureK - 1 / 333.15));
    expect(temperatureK).toBeCloseTo(300 + 2 * (10 + leakageW), 9);
    expect(result.breakdown.leakage).toBeCloseTo(leakageW * result.latencyS, 9);
    expect(result.thermal[0].phi).toBeCloseTo(10 / (10 + leakageW), 12);
    expect(result.violation).toBe(0);
  });

  it('reports no temperature and an infeasible plan when heat outruns cooling', () => {
    const of = leaky(40);
    const result = evaluatePlacement(of, plan(of));
    expect(result.thermal[0].temperatureK).toBeUndefined();
    expect(result.thermal[0].loopGain).toBeGreaterThanOrEqual(1);
    expect(result.violation).toBe(1);
    expect(Number.isFinite(result.energyJ)).toBe(true);
  });
});
