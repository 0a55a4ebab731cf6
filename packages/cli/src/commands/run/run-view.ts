import { placementText } from '../../format/plan-text.js';
import { seconds, significant } from '../../format/quantity.js';
import { predictionText } from '../../format/stages-text.js';
import { verificationText } from '../../format/verification-text.js';
import type { View } from '../../output/view.js';
import type { SingleRunRecord } from '../../schemas/run-record.js';

export function singleRunView(record: SingleRunRecord): View {
  const { decision, samples, plan } = record;
  const tokens = samples.reduce((sum, sample) => sum + sample.tokens, 0);
  const energy = record.energyJ === null ? 'unknown' : `${significant(record.energyJ)} J`;
  const restarts =
    record.restarts === 0 ? '' : `\nrestarts: ${record.restarts} device processes were restarted; nothing was lost`;
  const prediction = predictionText(record.execution, plan);
  const text = [
    `answer:   ${record.answer ?? 'none could be read from the samples'}`,
    `chosen:   ${decision.reason}${decision.tie ? ' (a tie was broken)' : ''}`,
    `stopped:  ${record.stopReason}`,
    `samples:  ${samples.length} of ${record.budget} in ${record.waves} wave${record.waves === 1 ? '' : 's'}, ${tokens} tokens`,
    `energy:   ${energy}, ${record.energySource}: ${record.energyDetail}`,
    `time:     ${seconds(record.wallS)}`,
    `plan:     ${plan.name}: ${placementText(plan)}, waves of ${plan.waveSize}`,
    ...(record.verification === null ? [] : [`verified: ${verificationText(record.verification)}`]),
    ...(prediction === undefined ? [] : [`forecast: ${prediction}`]),
  ];
  return {
    record,
    rows: samples.map(({ checks, ...sample }) => ({
      ...sample,
      checks: checks.map((check) => `${check.check}: ${check.verdict}`).join('; '),
    })),
    sections: [{ kind: 'text', text: text.join('\n') + restarts }],
  };
}
