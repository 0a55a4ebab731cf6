import { sanitise } from './sanitise.js';
import type { Section } from './view.js';

function cell(text: string): string {
  return sanitise(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

/** Sections as GitHub-flavoured Markdown. */
export function toMarkdown(sections: readonly Section[]): string {
  const blocks = sections.map((section) => {
    if (section.kind === 'text') return sanitise(section.text).replaceAll('<', '&lt;').trimEnd();
    const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
    const rule = section.columns.map((column) => (column.align === 'right' ? '--:' : '---'));
    const table = [
      line(section.columns.map((column) => column.title)),
      `| ${rule.join(' | ')} |`,
      ...section.rows.map(line),
    ];
    return [...(section.title === undefined ? [] : [`## ${cell(section.title)}`, '']), ...table].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}
