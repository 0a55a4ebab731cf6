import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadQuestions } from '../../src/data-set/load-questions.js';
import { LONGEST_LINE_BYTE } from '../../src/data-set/read-lines.js';
import { QeilError } from '../../src/errors/qeil-error.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'qeil-data-set-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(content: string | Uint8Array): string {
  const path = join(directory, 'questions.jsonl');
  writeFileSync(path, content);
  return path;
}

async function failure(path: string): Promise<QeilError> {
  try {
    await loadQuestions(path);
  } catch (error) {
    if (QeilError.isInstance(error)) return error;
    throw error;
  }
  throw new Error(`${path} was accepted`);
}

const row = JSON.stringify({ question: 'What is 48/2?', answer: 'It is <<48/2=24>>24.\n#### 24' });

describe('loadQuestions', () => {
  it('reads rows, ids, splits and references', async () => {
    const content = `${row}\n${JSON.stringify({ id: 7, question: 'Q', split: 'test' })}\n${JSON.stringify({ id: 'x', question: 'Q', answer: '#### $1,200.0' })}`;
    const { questions, digest } = await loadQuestions(file(content));
    expect(questions).toEqual([
      { id: '1', question: 'What is 48/2?', gold: '24' },
      { id: '7', question: 'Q', split: 'test' },
      { id: 'x', question: 'Q', gold: '1200' },
    ]);
    expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('takes a byte-order mark, CRLF, blank lines and a missing last line feed as they come', async () => {
    const { questions } = await loadQuestions(file(`\uFEFF${row}\r\n\r\n   \n${row}`));
    expect(questions.map(({ id }) => id)).toEqual(['1', '4']);
  });

  it('stops reading at the limit but digests the whole file', async () => {
    const content = `${row}\n${row}\nbroken`;
    const { questions, digest } = await loadQuestions(file(content), { limit: 2 });
    expect(questions).toHaveLength(2);
    expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('gives back any set of questions, however it is written', async () => {
    const question = fc.record({
      question: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      gold: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(question, { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (set, end, mark) => {
          const lines = set.map(({ question: text, gold }) =>
            JSON.stringify({ question: text, answer: `so\n#### ${gold}` }),
          );
          const { questions } = await loadQuestions(file(`${mark ? '\uFEFF' : ''}${lines.join(end)}${end}`));
          expect(questions.map(({ question: text, gold }) => ({ question: text, gold }))).toEqual(
            set.map(({ question: text, gold }) => ({ question: text, gold: String(gold) })),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    [`${row}\n{"question": "Q",}`, ':2:18: not JSON: property name expected'],
    [`${row}\n{"question": 5}`, ':2:14: "question": expected a text'],
    ['{"question": "Q", "answer": "24"}', ':1:29: "answer": expected the reference answer behind "####"'],
    ['{"question": "  "}', ':1:14: "question": expected a question'],
    ['{"answer": "#### 2"}', ':1:1: "question": expected a text'],
    ['[1]', ':1:1: the line: expected a JSON object'],
    ['nonsense', ':1:1: not JSON'],
    ['{"question": "Q"', ':1:17: not JSON: close brace expected'],
    ['{"id": "a", "question": "Q"}\n{"id": "a", "question": "Q"}', ':2:8: id "a" is taken by line 1'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0\n', ':1:1: is a Git LFS pointer'],
    ['', ': holds no question'],
    ['\n \r\n', ': holds no question'],
  ])('says where %j breaks', async (content, message) => {
    const path = file(content);
    const error = await failure(path);
    expect(error.message).toContain(`${path}${message}`);
    expect(error.kind).toBe('input-invalid');
    expect(error.remedy).toBeTruthy();
  });

  it('says where the text is not UTF-8', async () => {
    const path = file(
      Buffer.concat([Buffer.from(`${row}\n{"question": "caf`), Buffer.from([0xe9]), Buffer.from('"}')]),
    );
    expect((await failure(path)).message).toContain(`${path}:2:18: not UTF-8`);
  });

  it('refuses a line without end', async () => {
    const path = file(`${row}\n${'x'.repeat(LONGEST_LINE_BYTE + 1)}`);
    expect((await failure(path)).message).toContain(`${path}:2:1: the line is longer`);
  });

  it('tells missing, directory and forbidden apart', async () => {
    expect(await failure(join(directory, 'nothing'))).toMatchObject({ kind: 'file-missing' });
    expect(await failure(directory)).toMatchObject({
      kind: 'file-unreadable',
      message: `${directory}: is a directory, not a data set`,
    });
    const path = file(row);
    expect(await failure(join(path, 'inside'))).toMatchObject({ kind: 'file-missing' });
    if (process.getuid?.() === 0) return; // The superuser may read everything.
    chmodSync(path, 0);
    expect(await failure(path)).toMatchObject({ kind: 'file-unreadable' });
    chmodSync(path, 0o600);
  });

  it('meets any bytes with questions or a typed error', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({
          unit: fc.constantFrom(
            '{',
            '}',
            '"question"',
            ':',
            '"a"',
            ',',
            '\n',
            '\r',
            '[',
            'null',
            '1',
            '\uFEFF',
            '#### 1',
          ),
          maxLength: 40,
        })
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const path = file(content);
        try {
          expect((await loadQuestions(path)).questions.length).toBeGreaterThan(0);
        } catch (error) {
          expect(QeilError.isInstance(error) && error.kind).toBe('input-invalid');
          expect(QeilError.isInstance(error) && error.message.startsWith(path)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
