import Table from 'cli-table3';
import { sanitise } from './sanitise.js';
import type { Section } from './view.js';

type TableSection = Extract<Section, { kind: 'table' }>;

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
} as const;

function layOut(section: TableSection, gap: number, wrapTo: number | undefined): string {
  const widths = section.columns.map((column, index) => {
    const cells = [column.title, ...section.rows.map((row) => row[index] ?? '')];
    return Math.max(1, ...cells.flatMap((text) => text.split('\n').map((line) => line.length)));
  });
  if (wrapTo !== undefined) narrow(widths, wrapTo - gap * (widths.length - 1));
  const table = new Table({
    chars: { ...NO_LINES, middle: ' '.repeat(gap) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: section.columns.map((column) => column.align ?? 'left'),
    ...(wrapTo === undefined ? {} : { colWidths: widths, wordWrap: true }),
  });
  table.push(section.columns.map((column) => ({ content: column.title, vAlign: 'bottom' as const })));
  table.push(widths.map((width) => '─'.repeat(width)));
  for (const row of section.rows) table.push([...row].map((text) => text.replaceAll('\t', ' ')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Take width from the widest columns until all fit; none falls below 8. */
function narrow(widths: number[], total: number): void {
  for (let sum = widths.reduce((a, b) => a + b, 0); sum > total; sum -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= 8) return;
    widths[widest] = width - 1;
  }
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

/** Columns become rows: the first cell of each row becomes a heading. */
function transposed(section: TableSection): TableSection {
  return {
    ...section,
    columns: [
      { title: section.columns[0]?.title ?? '' },
      ...section.rows.map((row) => ({ title: row[0] ?? '', align: 'right' as const })),
    ],
    rows: section.columns
      .slice(1)
      .map((column, index) => [column.title.replaceAll('\n', ' '), ...section.rows.map((row) => row[index + 1] ?? '')]),
  };
}

/** The table within `width` columns: two blanks between columns, else one, else turned on its side, else with wrapped cells. */
function fit(section: TableSection, width: number): string {
  for (const gap of [2, 1]) {
    const text = layOut(section, gap, undefined);
    if (widthOf(text) <= width) return text;
  }
  if (section.columns.every((column, index) => index === 0 || column.align === 'right') && section.rows.length < 8) {
    const text = layOut(transposed(section), 2, undefined);
    if (widthOf(text) <= width) return text;
  }
  return layOut(section, 2, width);
}

/** Break lines that are too long between words; after `label:   ` or an indent, what follows hangs under its beginning. */
function wrap(text: string, width: number): string {
  const wrapLine = (line: string): string => {
    if (line.length <= width) return line.trimEnd();
    const label = /^\s*(?:[a-z]+:\s+)?/.exec(line)?.[0] ?? '';
    const indent = ' '.repeat(label.length > width / 2 ? 0 : label.length);
    const lines: string[] = [];
    let current = label;
    for (const word of line.slice(label.length).trim().split(/ +/)) {
      const fresh = current === label || current === indent;
      if (!fresh && current.length + 1 + word.length > width) {
        lines.push(current.trimEnd());
        current = indent + word;
      } else {
        current += fresh ? word : ` ${word}`;
      }
    }
    return [...lines, current.trimEnd()].join('\n');
  };
  return text.split('\n').map(wrapLine).join('\n');
}

function clean(section: TableSection): TableSection {
  return { ...section, rows: section.rows.map((row) => row.map(sanitise)) };
}

/** Sections for people, within `width` columns. Text that came from models and files cannot drive the terminal. */
export function toTable(sections: readonly Section[], width: number): string {
  const blocks = sections.map((section) => {
    if (section.kind === 'text') return wrap(sanitise(section.text), width);
    const title = section.title === undefined ? '' : `${section.title}\n\n`;
    return `${title}${fit(clean(section), width)}`;
  });
  return `${blocks.join('\n\n')}\n`;
}
