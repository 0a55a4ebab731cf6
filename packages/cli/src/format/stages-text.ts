import type { Section } from '../output/view.js';
import type { PlanRecord } from '../schemas/planning.js';
import type { StagesRecord } from '../schemas/stages.js';
import { placementText } from './plan-text.js';
import { percent, seconds, significant } from './quantity.js';

/** How well a plan's prediction held, in a line; undefined when nothing ran. */
export function predictionText({ prediction }: StagesRecord, plan: PlanRecord): string | undefined {
  if (prediction === null) return undefined;
  const { predictedS, measuredS, offBy, replanned, samePlan } = prediction;
  const compared = `the passes took ${seconds(measuredS)}, ${seconds(predictedS)} predicted`;
  if (replanned === null) return compared;
  const off = `${compared}: off by ${percent(offBy)}, so the calibration was corrected and the plan searched again`;
  if (samePlan) return `${off}; it stays`;
  const next = `${placementText(replanned)}, waves of ${replanned.waveSize}`;
  return plan.name === 'v2' ? `${off}; from the next run on: ${next}` : `${off}; the planner's own is now: ${next}`;
}

/** Each stage with its predicted and measured time. */
export function stagesSection({ stages }: StagesRecord): Section {
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    kind: 'table',
    title: 'Stages of one wave, predicted and measured',
    columns: [
      { title: 'layers' },
      { title: 'phase' },
      { title: 'where' },
      right('passes'),
      right('tokens'),
      right('predicted'),
      right('measured'),
      right('J predicted'),
      right('J modelled'),
    ],
    rows: stages.map((stage) => [
      `${stage.firstLayer}–${stage.endLayer - 1}`,
      stage.phase,
      `${stage.deviceId} ${stage.pointName}`,
      String(stage.passes),
      String(stage.tokens),
      seconds(stage.predictedS),
      seconds(stage.measuredS),
      significant(stage.predictedJ),
      significant(stage.modelledJ),
    ]),
  };
}
