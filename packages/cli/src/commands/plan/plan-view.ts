import { armTitle } from '../../format/arm-table.js';
import { choiceText } from '../../format/choice-text.js';
import { CERTIFICATES, placementText } from '../../format/plan-text.js';
import { percent, seconds, significant } from '../../format/quantity.js';
import { predictionText, stagesSection } from '../../format/stages-text.js';
import type { Section, View } from '../../output/view.js';
import type { FrontEntryRecord, PlanningRecord } from '../../schemas/planning.js';
import type { PlanCommandRecord } from '../../schemas/run-record.js';

function placement(entry: FrontEntryRecord): string {
  const named = (devices: readonly string[]) =>
    devices.map((id) => `${id} ${entry.points[id] ?? ''}`.trim()).join(' → ');
  const prefill = named(entry.prefillDevices);
  const decode = named(entry.decodeDevices);
  return prefill === decode ? prefill : `prefill ${prefill}, decode ${decode}`;
}

function entryMarks(entry: FrontEntryRecord): string {
  return [entry.chosen ? 'chosen' : '', entry.knee ? 'knee' : ''].filter((mark) => mark !== '').join(', ');
}

function headline(planning: PlanningRecord, objective: string): string {
  const { chosen, profile } = planning;
  const kept = chosen.keepPrompt ? 'prompt prefilled once per question' : 'prompt prefilled for every wave';
  return [
    `Chosen (${objective}): ${placementText(chosen)}, waves of ${chosen.waveSize}, ${kept}.`,
    `Certificate: ${CERTIFICATES[planning.certificate]} (${planning.evaluations} plans evaluated in ${seconds(planning.elapsedS)}).`,
    planning.oneDeviceIsBest
      ? 'One device is best here: no split over devices pays for what it costs.'
      : 'Several devices work together in this plan.',
    ...choiceText(planning),
    `For prompts of ${profile.promptTokens} tokens and samples of ${significant(profile.meanSampleTokens)}; ${profile.detail}.`,
  ].join('\n');
}

export function planView(record: PlanCommandRecord): View {
  const { planning } = record;
  const right = (title: string) => ({ title, align: 'right' as const });
  const compared = [...planning.baselines, planning.chosen];
  const sections: Section[] = [
    { kind: 'text', text: headline(planning, record.objective) },
    {
      kind: 'table',
      title: 'Predicted per question',
      columns: [{ title: 'plan' }, { title: 'where' }, right('wave'), right('J'), right('s'), right('W')],
      rows: compared.map((plan) => [
        armTitle(plan.name),
        placementText(plan),
        String(plan.waveSize),
        significant(plan.predicted.energyJ),
        significant(plan.predicted.latencyS),
        significant(plan.predicted.energyJ / plan.predicted.latencyS),
      ]),
    },
    {
      kind: 'table',
      title: `The front: ${planning.front.length} plans that no other beats in energy, time and idle arithmetic`,
      columns: [{ title: 'where' }, right('wave'), right('J'), right('s'), right('idle'), { title: '' }],
      rows: planning.front.map((entry) => [
        placement(entry),
        String(entry.waveSize),
        significant(entry.energyJ),
        significant(entry.latencyS),
        percent(entry.underUtilisation),
        entryMarks(entry),
      ]),
    },
  ];
  const { execution } = record;
  if (execution !== null) {
    const text = predictionText(execution, planning.chosen);
    sections.push(stagesSection(execution));
    if (text !== undefined) sections.push({ kind: 'text', text: `Forecast: ${text}.` });
  }
  const rows = planning.front.map(({ points, prefillDevices, decodeDevices, ...entry }) => ({
    prefillDevices: prefillDevices.join(' '),
    decodeDevices: decodeDevices.join(' '),
    points: Object.entries(points)
      .map(([device, point]) => `${device}=${point}`)
      .join(' '),
    ...entry,
  }));
  return { record, rows, sections };
}
