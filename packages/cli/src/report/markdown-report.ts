import { armTable } from '../format/arm-table.js';
import { comparisonText } from '../format/comparison.js';
import { toMarkdown } from '../output/markdown.js';
import type { Section } from '../output/view.js';
import type { RunRecord } from '../schemas/eval-record.js';
import type { Plot } from './plot.js';
import { ACTIVITY_COLUMNS, activityRows, provenanceRows, REPORT_TITLES, stopReasonRows } from './report-rows.js';

/** The report as Markdown, with the plots beside it. */
export function markdownReport(record: RunRecord, plots: readonly Plot[]): string {
  const text = (words: string): Section => ({ kind: 'text', text: words });
  const sections: Section[] = [
    text(`# ${REPORT_TITLES[record.schema]}`),
    armTable(record.arms),
    ...record.comparisons.map((comparison) => text(`**${comparisonText(comparison)}**`)),
    text(record.energyStatement),
    ...record.remarks.map((remark) => text(`- ${remark}`)),
    { kind: 'table', title: 'What the devices did', columns: ACTIVITY_COLUMNS, rows: activityRows(record) },
    {
      kind: 'table',
      title: 'Why sampling stopped',
      columns: [{ title: 'arm' }, { title: 'reason' }, { title: 'questions', align: 'right' }],
      rows: stopReasonRows(record),
    },
    {
      kind: 'table',
      title: 'Where this comes from',
      columns: [{ title: 'what' }, { title: 'value' }],
      rows: provenanceRows(record.provenance),
    },
  ];
  const pictures = plots.map((plot) => {
    const warning = plot.warning === undefined ? [] : [`**Error:** ${plot.warning}`, ''];
    return [
      `## ${plot.title}`,
      '',
      `![${plot.title}](plots/${plot.id}.svg)`,
      '',
      ...warning,
      plot.description,
      '',
    ].join('\n');
  });
  return `${toMarkdown(sections)}\n${pictures.join('\n')}`;
}
