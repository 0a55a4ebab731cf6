import type { CliContext, OutputStream } from '../command/context.js';
import type { OutputFormat } from '../option/common.js';
import { toCsv } from './csv.js';
import { toJson, toJsonLines } from './json.js';
import { toMarkdown } from './markdown.js';
import { toTable } from './table.js';
import type { View } from './view.js';

/** Width assumed where no terminal tells one. */
const DEFAULT_COLUMNS = 80;
const LEAST_COLUMNS = 40;

/** Width to write for. Some terminals say 0 when they do not know. */
export function columnsOf(stream: OutputStream): number {
  return stream.columns ? Math.max(LEAST_COLUMNS, stream.columns) : DEFAULT_COLUMNS;
}

/** A result as text in one format. */
export function render(view: View, format: OutputFormat, columns = DEFAULT_COLUMNS): string {
  switch (format) {
    case 'json':
      return toJson(view.record);
    case 'jsonl':
      return toJsonLines(view.rows);
    case 'csv':
      return toCsv(view.rows);
    case 'md':
      return toMarkdown(view.sections);
    case 'table':
      return toTable(view.sections, columns);
  }
}

/** Print a result to stdout; nothing else goes there. */
export function printView(context: CliContext, view: View, format: OutputFormat): void {
  context.stdout.write(render(view, format, columnsOf(context.stdout)));
}
