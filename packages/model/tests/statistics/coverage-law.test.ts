import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/_internals/least-squares.js';
import {
  fitPowerCoverage,
  fitSizedCoverage,
  InvalidValueError,
  powerCoverage,
  type Random,
  type SizedCoverageLaw,
  seededRandom,
  sizedCoverage,
} from '../../src/index.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Approximately normal: twelve uniforms. */
const noise = (random: Random) => Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);

describe('fitPowerCoverage', () => {
  const budgets = [1, 2, 4, 8, 16, 32];

  it('recovers the law that made the points', () => {
    fc.assert(
      fc.property(between(0.05, 3), between(0.05, 1), (scale, exponent) => {
        const points = budgets.map((samples) => ({ samples, coverage: powerCoverage({ scale, exponent }, samples) }));
        const law = fitPowerCoverage(points);
        expect(law.scale).toBeCloseTo(scale, 9);
        expect(law.exponent).toBeCloseTo(exponent, 9);
        expect(law.error.worst).toBeLessThan(1e-12);
        expect(law.error.spare).toBe(4);
      }),
    );
  });

  it('recovers it through noise, within what the noise allows', () => {
    const random = seededRandom(11, 'coverage');
    const truth = { scale: 0.8, exponent: 0.4 };
    const points = Array.from({ length: 400 }, (_, index) => {
      const samples = 2 ** (index % 8);
      const exact = -Math.log(powerCoverage(truth, samples));
      return { samples, coverage: Math.exp(-exact * Math.exp(0.1 * noise(random))) };
    });
    const { scale, exponent, error } = fitPowerCoverage(points);
    // Slope: 0.1/(√400·std of ln k, 1.59) = 0.003; intercept three times that; four standard errors.
    expect(Math.abs(exponent - 0.4)).toBeLessThan(0.013);
    expect(Math.abs(Math.log(scale / 0.8))).toBeLessThan(0.04);
    expect(error.rms).toBeGreaterThan(0.005);
    expect(error.rms).toBeLessThan(error.worst);
  });

  it('gives the errors of its own prediction', () => {
    const points = [
      { samples: 1, coverage: 0.4 },
      { samples: 2, coverage: 0.5 },
      { samples: 4, coverage: 0.7 },
    ];
    const law = fitPowerCoverage(points);
    const misses = points.map(({ samples, coverage }) => powerCoverage(law, samples) - coverage);
    expect(law.error.worst).toBeCloseTo(Math.max(...misses.map(Math.abs)), 14);
    expect(law.error.rms).toBeCloseTo(Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / 3), 14);
    expect(law.error.spare).toBe(1);
  });

  it('refuses points that say nothing', () => {
    const point = { samples: 4, coverage: 0.5 };
    expect(() => fitPowerCoverage([])).toThrow(/points is an array of 0/);
    expect(() => fitPowerCoverage([point, point])).toThrow(
      /points is an array of 2 but must vary in samples on its own/,
    );
    expect(() => fitPowerCoverage([{ ...point, coverage: 1 }])).toThrow(
      /points\[0\]\.coverage is 1 but must be inside \(0, 1\)/,
    );
    expect(() => fitPowerCoverage([{ ...point, coverage: 0 }])).toThrow(/points\[0\]\.coverage is 0/);
    expect(() => fitPowerCoverage([point, { ...point, samples: 0 }])).toThrow(/points\[1\]\.samples is 0/);
  });
});

describe('fitSizedCoverage', () => {
  const grid = [1.2e8, 5e8, 2.6e9].flatMap((parameters) =>
    [1, 4, 16].flatMap((samples) => [50, 200].map((tokens) => ({ parameters, samples, tokens }))),
  );
  const law = (values: Partial<SizedCoverageLaw> = {}) => ({
    scale: 0.002,
    parameterExponent: 0.2,
    sampleExponent: 0.5,
    tokenExponent: 0.1,
    ...values,
  });
  const made = (truth: ReturnType<typeof law>) =>
    grid.map((point) => ({ ...point, coverage: sizedCoverage(truth, point) }));

  it('recovers the law that made the points', () => {
    fc.assert(
      fc.property(between(1e-3, 5e-3), between(0.05, 0.3), between(0.1, 0.7), between(-0.2, 0.3), (scale, n, s, t) => {
        const truth = law({ scale, parameterExponent: n, sampleExponent: s, tokenExponent: t });
        const points = made(truth).filter(({ coverage }) => coverage < 1 - 1e-9);
        fc.pre(new Set(points.map((point) => point.parameters)).size === 3 && points.length > 10);
        const found = fitSizedCoverage(points);
        expect(found.scale / scale).toBeCloseTo(1, 4);
        expect(found.parameterExponent).toBeCloseTo(n, 5);
        expect(found.sampleExponent).toBeCloseTo(s, 5);
        expect(found.tokenExponent).toBeCloseTo(t, 5);
        expect(found.error.worst).toBeLessThan(1e-9);
      }),
    );
  });

  it('takes an exponent as given where the data hold one value only', () => {
    const one = made(law()).filter(({ tokens }) => tokens === 50);
    expect(() => fitSizedCoverage(one)).toThrow(InvalidValueError);
    expect(() => fitSizedCoverage(one)).toThrow(/must vary in tokens on its own; give points that vary in it/);
    const found = fitSizedCoverage(one, { tokenExponent: 0.1 });
    expect(found.scale).toBeCloseTo(0.002, 9);
    expect(found.tokenExponent).toBe(0.1);
    expect(found.sampleExponent).toBeCloseTo(0.5, 9);
    expect(found.error.spare).toBe(9 - 3);
    const small = one.filter(({ parameters }) => parameters === 5e8);
    expect(() => fitSizedCoverage(small, { tokenExponent: 0 })).toThrow(/vary in parameters/);
    const single = fitSizedCoverage(small, { tokenExponent: 0, parameterExponent: 0.2 });
    expect(single.scale).toBeCloseTo(0.002 * 50 ** 0.1, 9);
    const fixed = { tokenExponent: 0.1, parameterExponent: 0.2, sampleExponent: 0.5 };
    expect(fitSizedCoverage(small, fixed).scale).toBeCloseTo(0.002, 9);
    const tied = made(law()).filter(({ samples, tokens }) => (samples === 4) === (tokens === 200) && samples < 16);
    expect(() => fitSizedCoverage(tied)).toThrow(/vary in tokens/);
  });

  it('refuses values outside their domain', () => {
    const [point] = made(law());
    expect(() => fitSizedCoverage([])).toThrow(/points is an array of 0/);
    expect(() => fitSizedCoverage([{ ...point, parameters: 0 }])).toThrow(/points\[0\]\.parameters is 0/);
    expect(() => fitSizedCoverage([{ ...point, samples: -1 }])).toThrow(/points\[0\]\.samples is -1/);
    expect(() => fitSizedCoverage([{ ...point, tokens: 0 }])).toThrow(/points\[0\]\.tokens is 0/);
    expect(() => fitSizedCoverage([{ ...point, coverage: 1 }])).toThrow(/points\[0\]\.coverage is 1/);
  });
});

describe('leastSquares', () => {
  it('leaves residuals at right angles to every column, and none when the target is a combination', () => {
    // Thousandths: squares of numbers near the smallest a double holds vanish, and with them the length of a column.
    const thousandths = fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 1000);
    const column = fc.array(thousandths, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(column, column, column, column, between(-3, 3), (a, b, c, target, x) => {
        const fit = leastSquares([a, b, c], target);
        if ('dependentColumn' in fit) return;
        for (const one of [a, b, c]) {
          const along = one.reduce((sum, value, index) => sum + value * fit.residuals[index], 0);
          const size = Math.hypot(...one) * Math.hypot(...target);
          expect(Math.abs(along)).toBeLessThanOrEqual(1e-9 * (size + 1e-300));
        }
        const predicted = target.map(
          (_, row) => fit.coefficients[0] * a[row] + fit.coefficients[1] * b[row] + fit.coefficients[2] * c[row],
        );
        predicted.forEach((value, row) => {
          const scale = Math.max(...fit.coefficients.map(Math.abs), 1) * 10;
          expect(Math.abs(value + fit.residuals[row] - target[row])).toBeLessThanOrEqual(1e-9 * scale);
        });
        const combination = a.map((value, row) => x * value - b[row]);
        const exact = leastSquares([a, b], combination);
        if (!('dependentColumn' in exact)) expect(Math.hypot(...exact.residuals)).toBeLessThan(1e-9);
      }),
    );
  });

  it('names the column that depends on those before it', () => {
    expect(
      leastSquares(
        [
          [1, 1],
          [2, 2],
        ],
        [1, 2],
      ),
    ).toEqual({ dependentColumn: 1 });
    expect(leastSquares([[0, 0]], [1, 2])).toEqual({ dependentColumn: 0 });
    expect(
      leastSquares(
        [
          [1, 0],
          [1, 1],
        ],
        [3, 2],
      ),
    ).toEqual({ coefficients: [1, 2], residuals: [0, 0] });
    // Relative to the column's own length, however long.
    const long = [
      [1e12, 1e12],
      [2e12, 2e12 + 1],
    ];
    expect(leastSquares(long, [1, 2])).toEqual({ dependentColumn: 1 });
  });
});
