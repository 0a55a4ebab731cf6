import { PAPER_CLAIMS } from '@qeil/runtime';
import { signedPercent, significant, UNKNOWN } from '../../format/quantity.js';
import type { Section } from '../../output/view.js';
import type { ComparisonRecord, SimulateRecord } from '../../schemas/simulation-record.js';
import { claimsVerdict } from './claims-verdict.js';

const right = (title: string) => ({ title, align: 'right' as const });
const CLAIM_COLUMNS = [right('energy'), right('time'), right('IPW'), right('W')];

function cells(comparison: ComparisonRecord): string[] {
  if (comparison === null) return CLAIM_COLUMNS.map(() => UNKNOWN);
  const { energyChange, latencyChange, ipwRatio, meanPowerW } = comparison;
  return [
    signedPercent(energyChange),
    signedPercent(latencyChange),
    `${significant(ipwRatio)}×`,
    significant(meanPowerW),
  ];
}

/** The paper's claims beside the simulation, then what the assumptions do. Nothing where nothing was swept. */
export function paperSections({ paper, sweep }: SimulateRecord): Section[] {
  if (sweep === null) return [];
  const { base, points, needed, nearest } = sweep;
  const counted = base === null ? 'no family' : `mean of ${base.families.length} families`;
  const claims =
    paper === null ? [] : [[`the paper’s claim (${paper.source})`, ...cells({ ...paper, families: [], leftOut: [] })]];
  const { energyChange, latencyChange, ipwRatio } = PAPER_CLAIMS;
  const claimed = [
    `${signedPercent(energyChange)} energy`,
    `${signedPercent(latencyChange)} time`,
    `${significant(ipwRatio)}× IPW`,
  ];
  const [energy, time, ipw] = claimed;
  const verdict = claimsVerdict(
    sweep,
    [
      { words: `${energy} and ${time} together`, key: 'reachBoth' },
      { words: `${energy}`, key: 'reachEnergy' },
      { words: `${time}`, key: 'reachLatency' },
      { words: `${ipw}`, key: 'reachIpw' },
    ],
    (comparison) => comparison.energyChange <= energyChange && comparison.latencyChange <= latencyChange,
  );
  const sections: Section[] = [
    {
      kind: 'table',
      title: 'v2 against standard: a claim and a simulation are different things',
      columns: [{ title: '' }, ...CLAIM_COLUMNS],
      rows: [...claims, [`simulated here, ${counted}`, ...cells(base)]],
    },
    {
      kind: 'table',
      title: 'One open assumption changed at a time',
      columns: [{ title: 'assumption' }, { title: 'set to' }, ...CLAIM_COLUMNS],
      rows: points.map(({ title, setting, comparison }) => [title, setting, ...cells(comparison)]),
    },
    {
      kind: 'table',
      title: `Combinations with a setting that reach the paper’s claims: ${claimed.join(', ')}`,
      columns: [
        { title: 'assumption' },
        { title: 'set to' },
        right('of'),
        right('energy'),
        right('time'),
        right('both'),
        right('IPW'),
        right('all'),
      ],
      rows: needed.map((count) => [
        count.axis,
        count.setting,
        ...[
          count.combinations,
          count.reachEnergy,
          count.reachLatency,
          count.reachBoth,
          count.reachIpw,
          count.reachAll,
        ].map(String),
      ]),
    },
    { kind: 'text', text: `What the claims need here\n${verdict.map((line) => `- ${line}`).join('\n')}` },
    {
      kind: 'table',
      title: 'Combinations nearest to the paper’s energy and time',
      columns: [{ title: 'combination' }, ...CLAIM_COLUMNS],
      rows: nearest.map(({ settings, comparison }) => [
        Object.entries(settings)
          .map(([axis, setting]) => `${axis}: ${setting}`)
          .join('\n'),
        ...cells(comparison),
      ]),
    },
  ];
  return sections;
}
