import type { Section, View } from '../output/view.js';
import type { RunRecord } from '../schemas/eval-record.js';
import { armRow, armTable } from './arm-table.js';
import { certificateText } from './certificate-text.js';
import { comparisonText } from './comparison.js';
import { placementText } from './plan-text.js';

/** An evaluation in every output form; the report's path comes last. */
export function runView(record: RunRecord, reportPath: string | undefined): View {
  const failed = record.arms.reduce((sum, arm) => sum + arm.failed, 0);
  const { planning } = record;
  const lines = [
    ...(record.complete ? [] : ['Stopped early: the table covers the questions every arm finished.']),
    ...(failed === 0 ? [] : [`${failed} questions failed; they count as wrong, and their costs are left out.`]),
    ...record.comparisons.map(comparisonText),
    ...(planning === null
      ? []
      : [
          `v2: ${placementText(planning.chosen)}, waves of ${planning.chosen.waveSize} (${certificateText(planning.certificate, planning.objective)})`,
        ]),
    record.energyStatement,
  ];
  const sections: Section[] = [armTable(record.arms), { kind: 'text', text: lines.join('\n') }];
  if (reportPath !== undefined) sections.push({ kind: 'text', text: `report: ${reportPath}` });
  return { record, rows: record.arms.map(armRow), sections };
}
