import { describe, expect, it } from 'vitest';
import { claimsVerdict } from '../../src/commands/simulate/claims-verdict.js';

const count = (axis: string, setting: string, combinations: number, reachBoth: number, reachIpw = 0) => ({
  axis,
  setting,
  combinations,
  reachEnergy: reachBoth,
  reachLatency: combinations,
  reachBoth,
  reachIpw,
  reachAll: 0,
});
const needed = [
  count('samples', '1', 4, 0),
  count('samples', '16', 4, 2),
  count('samples', '64', 4, 2),
  count('standard', 'one after another', 6, 4),
  count('standard', 'all in one batch', 6, 0),
  count('stopping', 'early', 6, 2),
  count('stopping', 'never', 6, 2),
];
const comparison = (energyChange: number) => ({
  energyChange,
  latencyChange: -0.9,
  ipwRatio: 1,
  meanPowerW: 50,
  families: [],
  leftOut: [],
});
const point = (axis: string, energyChange: number) => ({
  axis,
  title: axis,
  setting: `${energyChange}`,
  comparison: comparison(energyChange),
});
const both = { words: 'both', key: 'reachBoth' } as const;

describe('what the claims need', () => {
  it('names the settings that every combination reaching a claim has, and the assumptions that do not matter', () => {
    const [line] = claimsVerdict({ needed, points: [] }, [both], () => true);
    expect(line).toBe(
      'both: 4 of 12 combinations reach it; all have samples: 16 or 64; standard: one after another; any stopping.',
    );
  });

  it('says when nothing reaches a claim, and when nothing is needed for it', () => {
    const lines = claimsVerdict(
      { needed, points: [] },
      [
        { words: 'IPW', key: 'reachIpw' },
        { words: 'time', key: 'reachLatency' },
      ],
      () => true,
    );
    expect(lines[0]).toBe('IPW: no combination of 12 reaches it.');
    expect(lines[1]).toBe(
      'time: 12 of 12 combinations reach it; no setting is needed for it; any samples, any standard, any stopping.',
    );
  });

  it('names the priors on whose value the savings hang', () => {
    const points = [
      point('prior-joulePerByte', -0.9),
      point('prior-joulePerByte', -0.5),
      point('prior-ambientK', -0.9),
      point('prior-ambientK', -0.8),
      point('samples', 0),
    ];
    const verdict = (of: typeof points) =>
      claimsVerdict({ needed, points: of }, [], ({ energyChange }) => energyChange <= -0.756);
    expect(verdict(points)).toEqual([
      'Of 2 priors, each varied alone over its range, prior-joulePerByte decides whether both savings are reached.',
    ]);
    expect(verdict(points.slice(2))[0]).toMatch(/^Of 1 priors, .* none decides /);
  });
});
