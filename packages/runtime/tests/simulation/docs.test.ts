import { readFileSync } from 'node:fs';
import { DECODER_FAMILIES, type DecoderFamilyName } from '@qeil/model';
import { catalogue } from '@qeil/model/catalogue';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarioComparer } from '../../src/simulation/compare-scenario.js';
import {
  type Comparison,
  claimsNeeded,
  PAPER_CLAIMS,
  type Scenario,
  type SweepResult,
  simulatedMachine,
  simulateFamily,
  sweep,
  USUAL_STANDARD,
} from '../../src/simulation/index.js';

/** The page says what the shipped priors give. It is held to it here: who changes a prior changes the page. */
const page = readFileSync(new URL('../../../../docs/simulate.md', import.meta.url), 'utf8');
const prose = page.replace(/\s+/g, ' ');

const machineId = PAPER_CLAIMS.machineId;
const families = Object.keys(DECODER_FAMILIES) as DecoderFamilyName[];
const request = { promptTokens: 256, newTokens: 256, samples: 16, meanSamples: 8.5, sharedPromptKv: false };
const base: Scenario = {
  request,
  objective: 'knee',
  standard: USUAL_STANDARD,
  maxPowerW: undefined,
  priorValues: {},
};
const options = { catalogue, machineId, families, seed: 1 };
const batched = { label: 'all in one batch', samples: 'batch' } as const;

/** The cells of the row of the table that begins with this title. */
function row(title: string): string[] {
  const line = page.split('\n').find((candidate) => candidate.startsWith(`| ${title} `));
  if (line === undefined) throw new Error(`docs/simulate.md has no row "${title}"`);
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

/** The numbers that the pattern finds in the text, wherever its lines break. */
function stated(pattern: RegExp): number[] {
  const found = pattern.exec(prose);
  if (found === null) throw new Error(`docs/simulate.md does not say ${pattern}`);
  return found.slice(1).map((text) => Number(text.replace('−', '-')));
}

const percent = (share: number) => {
  const shown = (100 * share).toFixed(1);
  return `${shown === '-0.0' ? '0.0' : shown.replace('-', '−')} %`;
};
const cells = ({ energyChange, latencyChange, ipwRatio, meanPowerW }: Comparison) => [
  percent(energyChange),
  percent(latencyChange),
  `${ipwRatio.toFixed(2)}×`,
  meanPowerW.toFixed(0),
];

describe('docs/simulate.md, the table', () => {
  const comparer = scenarioComparer({ ...options, evaluations: 10_000 });
  const few = (samples: number): Scenario => ({
    ...base,
    request: { ...request, samples, meanSamples: 1 + (samples - 1) / 2 },
  });

  it.each<[string, Scenario]>([
    ['_v2_, simulated', base],
    ['…against _standard_ in one batch', { ...base, standard: batched }],
    ['…with 4 samples per question', few(4)],
    ['…with one sample per question', few(1)],
    ["…with v2's mean power bounded to 63.8 W", { ...base, maxPowerW: 63.8 }],
  ])('%s', async (title, scenario) => {
    const comparison = await comparer.compare(scenario);
    if (comparison === undefined) throw new Error('no family could be compared');
    expect(comparison.families).toEqual(families);
    expect(row(title)).toEqual(cells(comparison));
  });

  it('stands beside the paper’s claim', () => {
    const { energyChange, latencyChange, ipwRatio, meanPowerW } = PAPER_CLAIMS;
    const claim = [percent(energyChange), percent(latencyChange), `${ipwRatio}×`, String(meanPowerW)];
    expect(row("the paper's claim")).toEqual(claim);
  });
});

describe('docs/simulate.md, what it says', () => {
  let swept: SweepResult;
  beforeAll(async () => {
    // The plan found is the graphics card alone: a short search finds it too.
    swept = await sweep({ ...options, base, evaluations: 100 });
  }, 300_000);

  it('of v1 greedy, by family', async () => {
    const { parts } = simulatedMachine({ catalogue, machineId, withPriors: true });
    const savings: { energy: number; time: number }[] = [];
    for (const family of Object.values(DECODER_FAMILIES)) {
      const { baselines } = await simulateFamily({
        parts,
        family,
        request,
        objective: 'knee',
        seed: 1,
        evaluations: 100,
      });
      const of = (name: string) => baselines.find((arm) => arm.name === name)?.evaluation;
      const [standard, greedy] = [of('standard'), of('v1-greedy')];
      if (standard === undefined || greedy === undefined) throw new Error('an arm is missing');
      savings.push({ energy: 1 - greedy.energyJ / standard.energyJ, time: 1 - greedy.latencyS / standard.latencyS });
    }
    const range = (shares: number[]) =>
      [Math.min(...shares), Math.max(...shares)].map((share) => Math.round(100 * share));
    expect(stated(/saves (\d+)–(\d+) % of the energy and (\d+)–(\d+) % of the time, by family/)).toEqual([
      ...range(savings.map(({ energy }) => energy)),
      ...range(savings.map(({ time }) => time)),
    ]);
  });

  it('of the combinations that reach the claims', () => {
    const needed = claimsNeeded(swept.grid);
    const counts = (axis: string) => needed.filter((count) => count.axis === axis);
    const batch = counts('standard').find(({ setting }) => setting === batched.label);
    expect(stated(/none of (\d+) combinations with _standard_ in one batch reaches either/)).toEqual([
      batch?.combinations,
    ]);
    expect(batch).toMatchObject({ reachEnergy: 0, reachLatency: 0 });
    // Others: with 16 or 64 samples all reach both.
    const others = swept.grid.filter(({ settings }) => settings.standard !== batched.label);
    for (const { settings, comparison } of others) {
      if (comparison === undefined) continue;
      const { energyChange, latencyChange } = comparison;
      const reachesBoth = energyChange <= PAPER_CLAIMS.energyChange && latencyChange <= PAPER_CLAIMS.latencyChange;
      expect(reachesBoth, JSON.stringify(settings)).toBe(settings.samples === '16' || settings.samples === '64');
    }
    const short = others
      .filter(({ settings }) => settings.samples === '4')
      .map(({ comparison }) => 100 * ((comparison?.energyChange ?? Number.NaN) - PAPER_CLAIMS.energyChange));
    expect(prose).toContain('four samples fall short on energy by one point to eight');
    expect([Math.min(...short), Math.max(...short)].map(Math.round)).toEqual([1, 8]);
    expect(prose).toContain('No combination reaches 2.86×');
    expect(needed.every(({ reachIpw }) => reachIpw === 0)).toBe(true);
  });

  it('of the priors: how much each moves the saving over its range', () => {
    const changes = new Map<string, number[]>();
    for (const { axis, comparison } of swept.points) {
      if (!axis.startsWith('prior-') || comparison === undefined) continue;
      changes.set(axis, [...(changes.get(axis) ?? []), comparison.energyChange]);
    }
    expect(changes.size).toBeGreaterThan(10);
    const spans = [...changes.values()].map((shares) => 100 * (Math.max(...shares) - Math.min(...shares)));
    expect(stated(/over its whole range each moves the saving by ([\d.]+) points? at most/)).toEqual([
      Number(Math.max(...spans).toFixed(1)),
    ]);
  });

  it('of how many numbers are priors, and of what its limit leaves the card', () => {
    const { used, parts } = simulatedMachine({ catalogue, machineId, withPriors: true });
    expect(stated(/(\d+) of the (\d+) numbers of the box are priors/)).toEqual([
      used.filter(({ kind }) => kind === 'prior').length,
      used.length,
    ]);
    const card = parts.devices[parts.devices.length - 1].points[0];
    expect(stated(/its 150 W leave ([\d.]+) pJ\/FLOP/)).toEqual([Number((card.joulePerFlop * 1e12).toFixed(1))]);
    expect(parts.powerDomains[parts.powerDomains.length - 1].capW).toBe(150);
  });

  it('of the power that the claims imply', () => {
    const [energy, time, share, ratio, watt] = stated(
      /mean power of ([\d.]+)\/([\d.]+) = ([\d.]+) of standard's, which is ([\d.]+)× IPW .* against (\d+) W, more/,
    );
    expect(energy).toBeCloseTo(1 + PAPER_CLAIMS.energyChange, 9);
    expect(time).toBeCloseTo(1 + PAPER_CLAIMS.latencyChange, 9);
    expect(share).toBe(Number((energy / time).toFixed(3)));
    expect(ratio).toBe(Number((time / energy).toFixed(2)));
    // 63.8 W over the share as shown or as it is: 161 W either way.
    expect(watt).toBe(Math.round((PAPER_CLAIMS.meanPowerW * time) / energy));
  });
});
