import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exponentialSteadyState,
  lambertW0,
  leakagePowerW,
  leakageSlopeWPerK,
  steadyState,
  thermalYield,
  transientTemperatureK,
  ZERO_CELSIUS_K,
} from '../../src/index.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const laws = fc.record({
  referencePowerW: between(0, 5),
  referenceK: between(280, 370),
  activationEv: between(0, 0.8),
});

describe('leakage law', () => {
  it('gives its reference power at its reference temperature', () => {
    fc.assert(
      fc.property(laws, (law) => {
        expect(leakagePowerW(law, law.referenceK)).toBe(law.referencePowerW);
      }),
    );
  });

  it('has the slope of its curve, which rises', () => {
    fc.assert(
      fc.property(laws, between(250, 450), (law, temperatureK) => {
        const step = 1e-3;
        const rise = leakagePowerW(law, temperatureK + step) - leakagePowerW(law, temperatureK - step);
        const slope = leakageSlopeWPerK(law, temperatureK);
        // Central difference: error of second order in 1e-3 K, and cancellation of 1e-16 over 1e-3.
        expect(Math.abs(rise / (2 * step) - slope)).toBeLessThanOrEqual(1e-6 * slope + 1e-12);
        expect(leakageSlopeWPerK(law, temperatureK + 1)).toBeGreaterThanOrEqual(slope);
      }),
    );
  });

  it('doubles over the span its activation energy says', () => {
    // McPAT's range: a high-performance process doubles in 44 to 58 K, one of low standby power in 17 to 19 K.
    const doubling = (activationEv: number) => {
      const law = { referencePowerW: 1, referenceK: 330, activationEv };
      return Math.LN2 / (leakageSlopeWPerK(law, 330) / leakagePowerW(law, 330));
    };
    expect(doubling(0.08)).toBeGreaterThan(44);
    expect(doubling(0.08)).toBeLessThan(58);
    expect(doubling(0.3)).toBeGreaterThan(17);
    expect(doubling(0.3)).toBeLessThan(19);
  });
});

describe('steadyState', () => {
  const bodies = fc.record({
    law: laws,
    ambientK: between(260, 320),
    resistanceKPerW: between(0, 10),
    heatW: between(0, 40),
  });

  it('satisfies its equation where it settles, from below, with a gain under 1', () => {
    fc.assert(
      fc.property(bodies, ({ law, ...body }) => {
        const state = steadyState({
          ...body,
          leakageW: (temperatureK) => leakagePowerW(law, temperatureK),
          leakageSlopeWPerK: (temperatureK) => leakageSlopeWPerK(law, temperatureK),
        });
        if (!state.settled) {
          // Then heating exceeds cooling everywhere above ambient that the search could have missed.
          for (let temperatureK = body.ambientK; temperatureK < 1000; temperatureK += 0.5) {
            const heated = body.ambientK + body.resistanceKPerW * (body.heatW + leakagePowerW(law, temperatureK));
            expect(heated).toBeGreaterThan(temperatureK);
          }
          return;
        }
        const heated = body.ambientK + body.resistanceKPerW * (body.heatW + state.leakageW);
        // The residual is the last step times (1 − gain): at most a few roundings of a temperature.
        expect(Math.abs(heated - state.temperatureK)).toBeLessThanOrEqual(1e-12 * state.temperatureK);
        expect(state.temperatureK).toBeGreaterThanOrEqual(body.ambientK);
        expect(state.loopGain).toBeLessThan(1);
      }),
    );
  });

  it('equals the closed form on a purely exponential law', () => {
    const exponentialBodies = fc.record({
      ambient: between(260, 320),
      resistanceKPerW: between(0.01, 10),
      heatW: between(0, 40),
      referencePowerW: between(0, 5),
      reference: between(300, 370),
      growthPerK: between(0.005, 0.06),
    });
    fc.assert(
      fc.property(exponentialBodies, (body) => {
        const closed = exponentialSteadyState(body);
        const leakageW = (temperatureK: number) =>
          body.referencePowerW * Math.exp(body.growthPerK * (temperatureK - body.reference));
        const iterated = steadyState({
          ambientK: body.ambient,
          resistanceKPerW: body.resistanceKPerW,
          heatW: body.heatW,
          leakageW,
          leakageSlopeWPerK: (temperatureK) => body.growthPerK * leakageW(temperatureK),
        });
        // At the edge of existence the root is as ill-conditioned as 1/(1 − gain); both forms may then disagree on whether it is there.
        if (closed === undefined) {
          if (iterated.settled) expect(iterated.loopGain).toBeGreaterThan(1 - 1e-6);
        } else if (closed.loopGain < 1 - 1e-6) {
          expect(iterated.settled).toBe(true);
          const slack = (1e-12 * closed.temperature) / (1 - closed.loopGain);
          expect(Math.abs(iterated.temperatureK - closed.temperature)).toBeLessThanOrEqual(slack);
          expect(iterated.loopGain).toBeCloseTo(closed.loopGain, 6);
        }
      }),
    );
  });

  it('gets hotter with more heat', () => {
    fc.assert(
      fc.property(bodies, between(0, 20), ({ law, ...body }, moreW) => {
        const settle = (heatW: number) =>
          steadyState({
            ...body,
            heatW,
            leakageW: (temperatureK) => leakagePowerW(law, temperatureK),
            leakageSlopeWPerK: (temperatureK) => leakageSlopeWPerK(law, temperatureK),
          });
        const before = settle(body.heatW);
        const after = settle(body.heatW + moreW);
        if (after.settled) {
          expect(before.settled).toBe(true);
          expect(after.temperatureK).toBeGreaterThanOrEqual(before.temperatureK * (1 - 1e-13));
        }
      }),
    );
  });
});

describe('the search for the steady state', () => {
  /** Counts how often the search looks at the leakage, and lets a test lie about its slope. */
  const searched = (law: (kelvin: number) => number, slope: (kelvin: number) => number, heatW = 10) => {
    let looks = 0;
    const state = steadyState({
      ambientK: 300,
      resistanceKPerW: 2,
      heatW,
      leakageW: (kelvin) => {
        looks += 1;
        return law(kelvin);
      },
      leakageSlopeWPerK: slope,
    });
    return { state, looks };
  };
  const exponential = (kelvin: number) => 2 * Math.exp(0.03 * (kelvin - 330));

  it('converges as Newton does: in a handful of steps', () => {
    const { state, looks } = searched(exponential, (kelvin) => 0.03 * exponential(kelvin));
    expect(state.settled).toBe(true);
    expect(looks).toBeLessThan(10);
    expect(state.leakageW).toBe(exponential(state.temperatureK));
    expect(state.loopGain).toBe(2 * 0.03 * exponential(state.temperatureK));
  });

  it('does not move where there is nothing to move for', () => {
    const { state, looks } = searched(
      () => 0,
      () => 0,
      0,
    );
    expect(state).toEqual({ settled: true, temperatureK: 300, leakageW: 0, loopGain: 0 });
    expect(looks).toBe(2);
  });

  it('gives up after 200 steps, and says that nothing settled', () => {
    // A slope said to be 0 turns the method into a slow one: each step covers a hundredth of what is left.
    const { state, looks } = searched(
      (kelvin) => 0.495 * (kelvin - 300),
      () => 0,
      5,
    );
    expect(state.settled).toBe(false);
    expect(looks).toBe(201);
    // 10 K·(1 − 0.99²⁰⁰)/0.01 above ambient.
    expect(state.temperatureK).toBeCloseTo(300 + 1000 * (1 - 0.99 ** 200), 6);
  });

  it('has run away at exactly 2000 K', () => {
    const { state } = searched(
      () => 0,
      () => 0,
      1000,
    );
    expect(state).toEqual({ settled: false, temperatureK: 2000, leakageW: 0, loopGain: 0 });
    // 2000 K itself is still a temperature.
    const edge = searched(
      () => 0,
      () => 0,
      850,
    );
    expect(edge.state).toEqual({ settled: true, temperatureK: 2000, leakageW: 0, loopGain: 0 });
  });

  it('stops where more heat comes than leaves, gain 1 included', () => {
    const { state } = searched(
      (kelvin) => 0.5 * (kelvin - 300),
      () => 0.5,
    );
    expect(state).toEqual({ settled: false, temperatureK: 300, leakageW: 0, loopGain: 1 });
  });
});

describe('the closed form', () => {
  // T_amb 25 °C, R 1.7 K/W, P_L0 2 W at 60 °C, β 0.036/K; made with an independent Lambert W.
  const body = { ambient: 25, resistanceKPerW: 1.7, referencePowerW: 2, reference: 60, growthPerK: 0.036 };

  it('gives the test vectors', () => {
    const mild = exponentialSteadyState({ ...body, heatW: 20 });
    expect(mild?.temperature).toBeCloseTo(62.7544, 4);
    expect(mild?.leakageW).toBeCloseTo(2.2085, 4);
    expect(mild?.loopGain).toBeCloseTo(0.135, 3);
    expect(exponentialSteadyState({ ...body, heatW: 35 })?.temperature).toBeCloseTo(97.7191, 4);
  });

  it('does not depend on where the scale begins', () => {
    const inKelvin = { ...body, ambient: 25 + ZERO_CELSIUS_K, reference: 60 + ZERO_CELSIUS_K, heatW: 20 };
    const celsius = exponentialSteadyState({ ...body, heatW: 20 })?.temperature ?? Number.NaN;
    expect(exponentialSteadyState(inKelvin)?.temperature).toBeCloseTo(celsius + ZERO_CELSIUS_K, 9);
  });

  it('is plain without leakage, and never minus zero', () => {
    const still = exponentialSteadyState({ ...body, referencePowerW: 0, heatW: 20 });
    expect(still).toEqual({ temperature: 59, leakageW: 0, loopGain: 0 });
    expect(Object.is(still?.loopGain, 0)).toBe(true);
  });

  it('has no answer once βc passes 1/e', () => {
    expect(exponentialSteadyState({ ...body, heatW: 60 })).toBeUndefined();
    expect(exponentialSteadyState({ ...body, heatW: 1e6 })).toBeUndefined();
  });
});

describe('lambertW0', () => {
  it('inverts w·e^w from −1 on', () => {
    fc.assert(
      fc.property(between(-0.999, 100), (w) => {
        // Near −1 the inverse is ill-conditioned as 1/(1 + w).
        const slack = (1e-14 * Math.max(1, Math.abs(w))) / (1 + w);
        expect(Math.abs(lambertW0(w * Math.exp(w)) - w)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it('knows the omega constant and its ends', () => {
    expect(lambertW0(1)).toBeCloseTo(0.5671432904097838, 15);
    expect(lambertW0(-1 / Math.E)).toBeCloseTo(-1, 7);
    expect(lambertW0(0)).toBe(0);
    expect(() => lambertW0(-0.4)).toThrow(/x is -0\.4 but must be a finite number ≥ −1\/e/);
  });
});

describe('thermalYield', () => {
  it('is in (0, 1], 1 exactly without leakage, and charges the leakage back when divided by', () => {
    fc.assert(
      fc.property(between(1e-3, 1e3), between(0, 1e3), (heatW, leakageW) => {
        const phi = thermalYield(heatW, leakageW);
        expect(phi > 0 && phi <= 1).toBe(true);
        expect(heatW / phi).toBeCloseTo(heatW + leakageW, 8);
        expect(thermalYield(heatW, 0)).toBe(1);
      }),
    );
    expect(thermalYield(0, 0)).toBe(1);
  });
});

describe('transientTemperatureK', () => {
  it('starts where it is, covers 1 − 1/e in one time constant, and composes', () => {
    fc.assert(
      fc.property(
        between(280, 380),
        between(280, 380),
        between(1, 500),
        between(0, 500),
        between(0, 500),
        (now, end, tau, t1, t2) => {
          expect(transientTemperatureK(now, end, tau, 0)).toBeCloseTo(now, 9);
          expect(transientTemperatureK(now, end, tau, tau)).toBeCloseTo(end + (now - end) / Math.E, 9);
          const inTwo = transientTemperatureK(transientTemperatureK(now, end, tau, t1), end, tau, t2);
          expect(inTwo).toBeCloseTo(transientTemperatureK(now, end, tau, t1 + t2), 9);
        },
      ),
    );
  });
});
