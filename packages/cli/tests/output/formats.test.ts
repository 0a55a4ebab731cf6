import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/option/common.js';
import { toCsv } from '../../src/output/csv.js';
import { toJson, toJsonLines } from '../../src/output/json.js';
import { toMarkdown } from '../../src/output/markdown.js';
import { columnsOf, render } from '../../src/output/print-view.js';
import { toTable } from '../../src/output/table.js';
import type { Cell, Row, Section, View } from '../../src/output/view.js';

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000')),
  fc.constantFrom('', 'a,b', 'say "hi"', 'two\nlines', ' padded ', '\u001b[31m'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const rows = fc.uniqueArray(fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/), { minLength: 1, maxLength: 5 }).chain((names) =>
  fc.array(
    fc
      .tuple(...names.map(() => cell))
      .map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null]))),
    { minLength: 1, maxLength: 6 },
  ),
);

/** RFC 4180, written apart from the writer: fields as text, an unquoted empty field as null. */
function parseCsv(text: string): (string | null)[][] {
  const records: (string | null)[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/gy;
  let record: (string | null)[] = [];
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    const [, quoted, bare, end] = match;
    record.push(quoted === undefined ? (bare === '' ? null : (bare ?? null)) : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      records.push(record);
      record = [];
    }
    if (field.lastIndex === text.length) break;
  }
  expect(field.lastIndex).toBe(text.length);
  return records;
}

describe('machine formats read back equal', () => {
  it('json and jsonl', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const plain: unknown = JSON.parse(JSON.stringify(values));
        expect(JSON.parse(toJson(values))).toEqual(plain);
        const lines = toJsonLines(values);
        expect(lines.endsWith('\n')).toBe(true);
        expect(
          lines
            .trimEnd()
            .split('\n')
            .map((line): unknown => JSON.parse(line)),
        ).toEqual(plain);
      }),
    );
  });

  it('json never carries a raw control a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
        expect(toJsonLines([{ text }]).slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      }),
    );
  });

  it('csv', () => {
    fc.assert(
      fc.property(rows, (values: Row[]) => {
        const [head, ...records] = parseCsv(toCsv(values));
        const names = Object.keys(values[0] ?? {});
        expect(head).toEqual(names);
        expect(records).toEqual(
          values.map((row) => names.map((name) => (row[name] === null ? null : String(row[name])))),
        );
      }),
    );
  });

  it('md: cells survive, whatever they hold of Markdown', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', 'b', '|', '\\', ' ', '<', '*', '_') })
      .map((value) => value.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (cells) => {
        const section: Section = {
          kind: 'table',
          columns: [{ title: 'x' }, { title: 'y', align: 'right' }],
          rows: cells,
        };
        const lines = toMarkdown([section]).trimEnd().split('\n');
        expect(lines.slice(0, 2)).toEqual(['| x | y |', '| --- | --: |']);
        const read = lines.slice(2).map((line) =>
          line
            .slice(2, -2)
            .split(/(?<=(?:^|[^\\])(?:\\\\)*) \| /)
            .map((value) => value.replaceAll('&lt;', '<').replace(/\\([\\|])/g, '$1')),
        );
        expect(read).toEqual(cells);
      }),
    );
  });
});

describe('every format prints every view', () => {
  const record = { schema: 'test/1', answer: 42 };
  const view: View = {
    record,
    rows: [{ name: 'a', joules: 1.5, unknown: null }],
    sections: [{ kind: 'table', columns: [{ title: 'name' }, { title: 'J', align: 'right' }], rows: [['a', '1.50']] }],
  };
  it.each(OUTPUT_FORMATS)('%s ends in one line break', (format) => {
    const text = render(view, format);
    expect(text).toMatch(/\S\r?\n$/);
    expect(text).not.toBe('');
  });
});

describe('width', () => {
  it('is the terminal’s, 80 where it is unknown or said to be 0, and never too small to read', () => {
    const width = (columns?: number) => columnsOf({ write: () => true, ...(columns === undefined ? {} : { columns }) });
    expect([width(), width(0), width(120), width(5)]).toEqual([80, 80, 120, 40]);
  });
});

describe('table', () => {
  const columns = [{ title: 'arm' }, { title: 'energy\nJ', align: 'right' as const }];

  it('aligns numbers right, under a rule, with heads over several lines', () => {
    const rows = [
      ['v2', '1.50'],
      ['standard', '22.0'],
    ];
    const lines = ['          energy', 'arm            J', '────────  ──────', 'v2          1.50', 'standard    22.0'];
    expect(toTable([{ kind: 'table', columns, rows }], 80)).toBe(`${lines.join('\n')}\n`);
  });

  it('stays within the width for any texts with words of at most 8 characters', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 40, max: 100 }),
        (cells, width) => {
          const heads = [{ title: 'one' }, { title: 'two' }, { title: 'three' }];
          const table = toTable([{ kind: 'table', columns: heads, rows: cells }], width);
          for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('cannot be driven by what models and files say', () => {
    const table = toTable(
      [
        { kind: 'table', columns, rows: [['\u001b[2Jevil', '\u0007']] },
        { kind: 'text', text: '\u009b31mtext' },
      ],
      80,
    );
    expect(table).toContain('evil');
    expect([...table].every((character) => character === '\n' || !/\p{Cc}/u.test(character))).toBe(true);
  });
});
