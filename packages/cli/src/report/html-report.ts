import { armTable, armTitle } from '../format/arm-table.js';
import { percent, signedPercent, significant, UNKNOWN } from '../format/quantity.js';
import type { Section } from '../output/view.js';
import type { RunRecord } from '../schemas/eval-record.js';
import { escapeHtml } from './escape-html.js';
import type { Plot } from './plot.js';
import { ACTIVITY_COLUMNS, activityRows, provenanceRows, REPORT_TITLES, stopReasonRows } from './report-rows.js';
import { REPORT_STYLE } from './style.js';
import { ARM_MARKS, followPage, TOKENS } from './theme.js';

interface DrawnPlot {
  readonly plot: Plot;
  readonly svg: string;
}

type Cells = readonly (readonly string[])[];

function tableHtml(
  heads: readonly { title: string; align?: 'left' | 'right' }[],
  rows: Cells,
  caption?: string,
): string {
  const side = (index: number) => (heads[index]?.align === 'right' ? ' class="number"' : '');
  const head = heads.map((column, index) => `<th scope="col"${side(index)}>${escapeHtml(column.title)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((text, index) =>
      index === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td${side(index)}>${escapeHtml(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const said = caption === undefined ? '' : `<caption>${escapeHtml(caption)}</caption>`;
  return `<div class="scroll"><table>${said}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function sectionTable(section: Section): string {
  return section.kind === 'table' ? tableHtml(section.columns, section.rows) : `<p>${escapeHtml(section.text)}</p>`;
}

const SHAPES: Readonly<Record<string, string>> = {
  circle: '<circle cx="6" cy="6" r="5"/>',
  square: '<rect x="1" y="1" width="10" height="10"/>',
  'triangle-up': '<path d="M6 0.5 11.5 11H0.5z"/>',
  diamond: '<path d="M6 0 12 6 6 12 0 6z"/>',
};

function key(record: RunRecord): string {
  const items = record.arms.map((arm) => {
    const mark = ARM_MARKS[arm.arm] ?? { colour: TOKENS.green.light, shape: 'circle' };
    const shape = SHAPES[mark.shape] ?? SHAPES.circle;
    const svg = `<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><g fill="${mark.colour}">${shape}</g></svg>`;
    return `<li>${followPage(svg)} ${escapeHtml(armTitle(arm.arm))}</li>`;
  });
  return `<ul class="key">${items.join('')}</ul>`;
}

function tile(value: string, label: string): string {
  return `<div class="tile"><b>${escapeHtml(value)}</b><span>${escapeHtml(label)}</span></div>`;
}

function tiles(record: RunRecord): string {
  const comparison = record.comparisons[0];
  if (comparison === undefined) {
    const arm = record.arms[0];
    if (arm === undefined) return '';
    return [
      tile(percent(arm.accuracy?.value), `accuracy over ${arm.questions} questions`),
      tile(significant(arm.joulesPerCorrect), 'joules per correct answer'),
      tile(significant(arm.samplesPerQuestion), `samples per question, of ${arm.budget}`),
    ].join('');
  }
  const names = `${armTitle(comparison.arm)} against ${armTitle(comparison.against)}`;
  const points = comparison.accuracyPoints;
  return [
    tile(signedPercent(comparison.energy), `energy, ${names}`),
    tile(signedPercent(comparison.seconds), `time, ${names}`),
    tile(
      points === null ? UNKNOWN : `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`,
      `accuracy points, ${names}`,
    ),
  ].join('');
}

function plotHtml({ plot, svg }: DrawnPlot): string {
  const names = Object.keys(plot.rows[0] ?? {});
  const rows = plot.rows.map((row) => names.map((name) => String(row[name] ?? '')));
  const warning = plot.warning === undefined ? '' : `<p class="warning"><b>Error:</b> ${escapeHtml(plot.warning)}</p>`;
  return (
    `<figure id="${plot.id}"><h2>${escapeHtml(plot.title)}</h2>${warning}${followPage(svg)}` +
    `<figcaption>${escapeHtml(plot.description)}</figcaption>` +
    `<details><summary>The data</summary>${tableHtml(
      names.map((title) => ({ title })),
      rows,
    )}<pre>${escapeHtml(JSON.stringify(plot.rows, null, 1))}</pre></details></figure>`
  );
}

/** The report as one page that needs nothing else: no script, no font, no network. */
export function htmlReport(record: RunRecord, plots: readonly DrawnPlot[]): string {
  const title = REPORT_TITLES[record.schema];
  const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
  const faults = record.faults.map((fault) => [fault.kind, fault.deviceId, fault.questionId ?? '', fault.detail]);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    // The page may load nothing at all, whatever a model's text manages to smuggle into it.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head><body><main>`,
    `<header><h1>${escapeHtml(title)}</h1><p class="muted">${escapeHtml(record.provenance.model.name)} · `,
    `${escapeHtml(record.provenance.machine.cpuModel)} · ${escapeHtml(record.provenance.startedAt)}</p></header>`,
    record.complete
      ? ''
      : '<p class="warning"><b>Incomplete:</b> the run was stopped before every question was done.</p>',
    `<div class="tiles">${tiles(record)}</div>`,
    `<section><h2>Result</h2>${key(record)}${sectionTable(armTable(record.arms))}`,
    `<p>${escapeHtml(record.energyStatement)}</p>${list(record.remarks)}</section>`,
    ...plots.map(plotHtml),
    `<section><h2>What the devices did</h2><p class="muted">As measured, by phase; warm-up left out.</p>`,
    tableHtml(ACTIVITY_COLUMNS, activityRows(record)),
    '</section>',
    `<section><h2>Why sampling stopped</h2>`,
    tableHtml([{ title: 'arm' }, { title: 'reason' }, { title: 'questions', align: 'right' }], stopReasonRows(record)),
    '</section>',
    faults.length === 0
      ? ''
      : `<section><h2>Faults</h2>${tableHtml(
          ['kind', 'device', 'question', 'detail'].map((name) => ({ title: name })),
          faults,
        )}</section>`,
    `<section><h2>Where this comes from</h2>`,
    tableHtml([{ title: 'what' }, { title: 'value' }], provenanceRows(record.provenance)),
    '<p class="muted">Everything in this page, and more, is in run.json beside it.</p></section>',
    '</main></body></html>\n',
  ].join('\n');
}
