import { significant } from '../../format/quantity.js';
import type { Section, View } from '../../output/view.js';
import type { ReplayRecord } from '../../schemas/replay-record.js';

const percent = (share: number, digits = 1) => (100 * share).toFixed(digits);

export function replayView(record: ReplayRecord): View {
  const { rules, prior, costUnit, remarks } = record;
  const calibrated = rules.filter(({ calibration }) => calibration !== null).at(-1);
  const sections: Section[] = [
    {
      kind: 'text',
      text: [
        `${record.questions} questions of ${record.file}, up to ${record.budget} samples, looked at every ${record.waveSize}, ${record.orders} random orders, ${record.selection}`,
        ...(prior === null
          ? []
          : [
              `value: ${prior.questions} earlier questions (${prior.source}); a right answer is worth ${prior.worthSamples} samples`,
            ]),
        ...remarks,
      ].join('\n'),
    },
    {
      kind: 'table',
      columns: [
        { title: 'rule' },
        { title: 'accuracy\n%', align: 'right' },
        { title: '± questions\n/ orders', align: 'right' },
        { title: 'against\nfull vote', align: 'right' },
        { title: 'samples', align: 'right' },
        { title: 'saved\n%', align: 'right' },
        { title: `${costUnit ?? 'cost'}\nper q.`, align: 'right' },
        { title: 'saved\n%', align: 'right' },
        { title: 'ECE\n/ Brier', align: 'right' },
      ],
      rows: rules.map((rule) => [
        rule.rule,
        percent(rule.accuracy),
        `${percent(rule.accuracyErrorQuestions)} / ${percent(rule.accuracyErrorOrders, 2)}`,
        `${rule.accuracyPoints >= 0 ? '+' : '−'}${Math.abs(rule.accuracyPoints).toFixed(2)}`,
        rule.meanSamples.toFixed(2),
        percent(rule.samplesSaved),
        significant(rule.meanCost),
        rule.costSaved === null ? 'unknown' : percent(rule.costSaved),
        rule.calibration === null
          ? 'none stated'
          : `${rule.calibration.expectedCalibrationError.toFixed(3)} / ${rule.calibration.brierScore.toFixed(3)}`,
      ]),
    },
    { kind: 'text', text: rules.map(({ rule, promise }) => `${rule}: ${promise}.`).join('\n') },
  ];
  if (calibrated?.calibration) {
    sections.push({
      kind: 'table',
      title: `Probabilities that ${calibrated.rule} states, and what came true`,
      columns: [
        { title: 'stated' },
        { title: 'answers', align: 'right' },
        { title: 'mean', align: 'right' },
        { title: 'right', align: 'right' },
      ],
      rows: calibrated.calibration.bins
        .filter(({ answers }) => answers > 0)
        .map(({ from, to, answers, meanProbability, right }) => [
          `${from} to ${to}`,
          String(answers),
          significant(meanProbability),
          significant(right),
        ]),
    });
  }
  return {
    record,
    rows: rules.map(({ calibration, drawn: _drawn, ...rule }) => ({
      ...rule,
      expectedCalibrationError: calibration?.expectedCalibrationError ?? null,
      brierScore: calibration?.brierScore ?? null,
    })),
    sections,
  };
}
