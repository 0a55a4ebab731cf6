import { armTitle } from '../../format/arm-table.js';
import { certificateLabel } from '../../format/certificate-text.js';
import { signedPercent, significant, UNKNOWN } from '../../format/quantity.js';
import type { Row, Section, View } from '../../output/view.js';
import type { FamilyRecord, SimulatedArmRecord, SimulateRecord } from '../../schemas/simulation-record.js';
import { paperSections } from './paper-view.js';

const right = (title: string) => ({ title, align: 'right' as const });

function where({ prefill, decode }: SimulatedArmRecord): string {
  const named = (segments: SimulatedArmRecord['prefill']) =>
    segments.length > 3
      ? `${segments.length} runs on ${[...new Set(segments.map(({ deviceId }) => deviceId))].join(', ')}`
      : segments
          .map(({ deviceId, from, to }) => (segments.length === 1 ? deviceId : `${deviceId} (${from}–${to})`))
          .join(' → ');
  const [first, second] = [named(prefill), named(decode)];
  return first === second ? first : `prefill ${first}, decode ${second}`;
}

function costTable({ families }: SimulateRecord): Section {
  return {
    kind: 'table',
    title: 'Simulated per question (* breaks a limit)',
    columns: [
      { title: 'family' },
      { title: 'arm' },
      right('wave'),
      right('J'),
      right('s'),
      right('W'),
      right('energy'),
      right('time'),
    ],
    rows: families.flatMap(({ family, arms }) =>
      arms.map((arm, index) => [
        index === 0 ? family : '',
        `${armTitle(arm.name)}${arm.brokenLimits.length > 0 ? ' *' : ''}`,
        String(arm.waveSize),
        significant(arm.predicted.energyJ),
        significant(arm.predicted.latencyS),
        significant(arm.meanPowerW),
        arm.name === 'standard' ? '' : signedPercent(arm.energyChange),
        arm.name === 'standard' ? '' : signedPercent(arm.latencyChange),
      ]),
    ),
  };
}

function breakdownTable({ families }: SimulateRecord): Section {
  return {
    kind: 'table',
    title: 'Where the joules of v2 go',
    columns: ['family', 'switching', 'traffic', 'active', 'sleep', 'leakage', 'links', 'board', '°C'].map((title) =>
      title === 'family' ? { title } : right(title),
    ),
    rows: families.flatMap(({ family, arms }) =>
      arms
        .filter(({ name }) => name === 'v2')
        .map(({ predicted: { breakdown }, temperatures }) => [
          family,
          ...[
            breakdown.switching,
            breakdown.traffic,
            breakdown.active,
            breakdown.sleep,
            breakdown.leakage,
            breakdown.links,
            breakdown.board,
          ].map((energyJ) => significant(energyJ)),
          temperatures
            .map(({ temperatureK }) => (temperatureK === null ? UNKNOWN : (temperatureK - 273.15).toFixed(0)))
            .join(' '),
        ]),
    ),
  };
}

function placements({ family, arms, noPlan, certificate }: FamilyRecord): string[] {
  const lines = arms.map((arm) => {
    const limits = arm.brokenLimits.length === 0 ? '' : `; breaks: ${arm.brokenLimits.join('; ')}`;
    const proof = arm.name === 'v2' ? ` (${certificateLabel(certificate)})` : '';
    return `${family}, ${armTitle(arm.name)}${proof}: ${where(arm)}${limits}`;
  });
  return noPlan === null ? lines : [...lines, `${family}, v2: no plan meets all limits: ${noPlan.join('; ')}`];
}

export function simulateView(record: SimulateRecord): View {
  const { machine, request, values } = record;
  const priors = values.filter(({ kind }) => kind === 'prior');
  const headline = `${machine.name}: prompts of ${request.promptTokens} tokens, up to ${request.samples} samples of ${request.newTokens}.`;
  const sections: Section[] = [
    { kind: 'text', text: `Simulation, nothing measured. ${headline}` },
    costTable(record),
    { kind: 'text', text: record.families.flatMap(placements).join('\n') },
    breakdownTable(record),
    ...paperSections(record),
    { kind: 'text', text: ['Assumptions', ...record.assumptions, ...machine.notes].join('\n- ') },
  ];
  if (priors.length > 0) {
    sections.push({
      kind: 'table',
      title: `Priors used: ${priors.length} of ${values.length} numbers`,
      columns: [{ title: 'number' }, right('value'), { title: 'basis' }],
      rows: priors.map(({ path, value, basis }) => [
        path,
        value === null ? 'none' : String(Number(value.toPrecision(3))),
        basis,
      ]),
    });
  }
  return { record, rows: record.families.flatMap(flatRows), sections };
}

function flatRows({ family, arms }: FamilyRecord): Row[] {
  return arms.map((arm) => ({
    family,
    arm: arm.name,
    prefill: arm.prefill.map(({ deviceId }) => deviceId).join(' '),
    decode: arm.decode.map(({ deviceId }) => deviceId).join(' '),
    waveSize: arm.waveSize,
    microBatches: arm.microBatches,
    energyJ: arm.predicted.energyJ,
    latencyS: arm.predicted.latencyS,
    meanPowerW: arm.meanPowerW,
    energyChange: arm.energyChange,
    latencyChange: arm.latencyChange,
    ...Object.fromEntries(Object.entries(arm.predicted.breakdown).map(([term, energyJ]) => [`${term}J`, energyJ])),
    brokenLimits: arm.brokenLimits.join('; '),
  }));
}
