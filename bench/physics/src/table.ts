import type { ErrorSummary } from '@qeil/model/validation';
import type { SetErrors, SetResult, ValidationResult } from './validate.js';

/** What a person reads; every number is in the JSON with all its digits. */
export function table(result: ValidationResult): string {
  return [
    ...result.sets.flatMap(setLines),
    ...wallLines(result),
    ...unseenLines(result),
    ...otherLines(result),
    ...targetLines(result),
  ].join('\n');
}

const HEADER = row('', 'mean', 'median', 'bias', 'worst', 'n');

function setLines({
  name,
  scope,
  models,
  leaveOneModelOut,
  byModel,
  confirmation,
  withConfirmation,
  designPowerNote,
}: SetResult): string[] {
  const note = designPowerNote === undefined ? '' : ` (${designPowerNote})`;
  return [
    `${name}: ${scope} power, ${models} models, each predicted without itself`,
    HEADER,
    ...errorLines(leaveOneModelOut, note),
    ...byModel.map(({ model, errors }) => summaryRow(`    J/token, ${model}`, errors.energy)),
    ...(confirmation === undefined ? [] : ['  two more models, never fitted', ...mainLines(confirmation)]),
    ...(withConfirmation === undefined
      ? []
      : ['  all models of the source, each without itself', ...errorLines(withConfirmation, '')]),
    '',
  ];
}

function mainLines({ time, energyGivenTime, energy }: SetErrors): string[] {
  return [
    summaryRow('  time of a step', time),
    summaryRow('  J/token, time predicted', energy),
    summaryRow('  J/token, time measured', energyGivenTime),
  ];
}

function errorLines(errors: SetErrors, note: string): string[] {
  const { baselines } = errors;
  return [
    ...mainLines(errors),
    summaryRow('  baseline J/token: design power × time', baselines.designPowerTimesTime) + note,
    summaryRow('  baseline time: bytes / peak', baselines.bytesOverPeak),
    summaryRow('  baseline time: bytes / (0.65 · peak)', baselines.bytesOverEfficientPeak),
    summaryRow('  baseline J/token: fit per device, weights only', baselines.simpleFitEnergy),
    summaryRow('  baseline time: fit per device, weights only', baselines.simpleFitTime),
  ];
}

function wallLines({ wall }: ValidationResult): string[] {
  return [
    'Wall-metered systems, each model predicted from the others on the same system',
    HEADER,
    ...wall.devices.map(({ device, time }) => summaryRow(`  time, ${device}`, time)),
    summaryRow('  time, all', wall.time),
    summaryRow('  J/token at the meter’s peak power, an upper bound', wall.energyAtPeakPower),
    '',
  ];
}

function unseenLines({ unseen }: ValidationResult): string[] {
  const { byPrior, byOtherDevices } = unseen;
  return [
    'Unseen devices: tok/s from catalogue facts and the labelled prior alone',
    HEADER,
    ...byPrior.devices.map(({ device, summary }) => summaryRow(`  ${device}`, summary)),
    summaryRow('  all points', byPrior.byPoint),
    `  median over devices: ${percent(byPrior.medianOfDevices)}`,
    `  by a share and an overhead per layer learnt from the other devices: ${percent(byOtherDevices.medianOfDevices)} over devices, ` +
      `${percent(byOtherDevices.byPoint.medianAbsolute)} over points`,
    ...unseen.leftOut.map((line) => `  left out: ${line}`),
    '',
  ];
}

function otherLines({ bounds, refused, excluded, prefillSweep }: ValidationResult): string[] {
  const held = bounds.filter(({ predictedJ, publishedJ }) => predictedJ >= publishedJ).length;
  return [
    `Tier C: costs at 15 W bound ${held} of ${bounds.length} points at 7 W from above`,
    `Tier D, excluded: ${excluded.join(', ')}`,
    refused.length === 0
      ? 'Impossible points: none'
      : `Impossible points:\n${refused.map((line) => `  ${line}`).join('\n')}`,
    'H100 by the assumed share of the arithmetic peak in prefill (J/token predicted time; measured time; time)',
    ...prefillSweep.map(({ utilisation, errors }) => {
      const parts = [errors.energy, errors.energyGivenTime, errors.time].map(({ meanAbsolute }) =>
        percent(meanAbsolute),
      );
      return `  ${utilisation.toFixed(1)}: ${parts.join('  ')}`;
    }),
    '',
  ];
}

function targetLines({ targets }: ValidationResult): string[] {
  return [
    'Targets',
    ...targets.map(({ what, limit, reached, met }) => {
      return `  ${met ? 'met   ' : 'missed'} ${percent(reached).padStart(7)} of ${percent(limit)}  ${what}`;
    }),
  ];
}

function summaryRow(label: string, summary: ErrorSummary | undefined): string {
  if (summary === undefined) return row(label, 'unknown', '', '', '', '');
  const { meanAbsolute, medianAbsolute, bias, worst, count } = summary;
  return row(label, percent(meanAbsolute), percent(medianAbsolute), signed(bias), signed(worst), String(count));
}

function row(label: string, ...cells: readonly string[]): string {
  return (label.padEnd(56) + cells.map((cell) => cell.padStart(9)).join('')).trimEnd();
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
}
