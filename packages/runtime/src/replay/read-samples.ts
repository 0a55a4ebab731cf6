import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { offsetOf, parseJsonLine } from '../data-set/json-line.js';
import { readLines } from '../data-set/read-lines.js';
import { errorCode } from '../errors/error-code.js';
import { QeilError } from '../errors/qeil-error.js';
import type { CostUnit, RecordedQuestion, Recording } from './recorded-question.js';

const EXAMPLE =
  '{"id": "1", "gold": "24", "answers": ["24", null, "25"], "correct": [1, 0, 0], "tokens": [61, 70, 58]}';
/** More samples of one question than this were hardly drawn on purpose. */
const MOST_SAMPLES = 4096;

const costs = z.array(z.number('expected a number').nonnegative('expected a number ≥ 0')).optional();
const rowSchema = z
  .object({
    id: z.union([z.string().min(1), z.number()], 'expected a text or a number'),
    gold: z.union([z.string(), z.null()], 'expected a text or null').optional(),
    answers: z
      .array(z.union([z.string(), z.null()], 'expected a text or null'), 'expected a list of answers')
      .min(1, 'expected at least one answer')
      .max(MOST_SAMPLES, `expected at most ${MOST_SAMPLES} answers`),
    correct: z.array(z.union([z.literal(0), z.literal(1), z.boolean()], 'expected 0, 1, true or false')).optional(),
    tokens: costs,
    chars: costs,
    verdicts: z.array(z.enum(['accept', 'reject', 'unknown'])).optional(),
  })
  .superRefine((row, context) => {
    for (const key of ['correct', 'tokens', 'chars', 'verdicts'] as const) {
      const list = row[key];
      if (list === undefined || list.length === row.answers.length) continue;
      const message = `expected one entry per answer, ${row.answers.length}, found ${list.length}`;
      context.addIssue({ code: 'custom', path: [key], message });
    }
    if (row.correct === undefined && typeof row.gold !== 'string') {
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'expected "correct", or a text in "gold" to hold answers against',
      });
    }
  });
type Row = z.infer<typeof rowSchema>;

/**
 * Read recorded samples: JSON lines of `{id, gold, answers[], correct[], tokens[] | chars[]}`, one question a line. An answer is a
 * text or null; without `correct`, answers are held against `gold`. `verdicts` of an exact check are optional; other fields are
 * ignored.
 *
 * @throws {QeilError} `file-missing`, `file-unreadable`, or `input-invalid` naming file:line:column, what was expected and the fix
 */
export async function readSamples(path: string): Promise<Recording> {
  const rows: Row[] = [];
  const lineOfId = new Map<string, number>();
  try {
    for await (const { bytes, number } of readLines(createReadStream(path), createHash('sha256'), path)) {
      const text = decoded(bytes, number, path);
      if (text.trim() === '') continue;
      const row = parsedRow(text, number, path);
      const earlier = lineOfId.get(String(row.id));
      if (earlier !== undefined) {
        throw invalid(path, number, offsetOf(text, ['id']), `id "${row.id}" is taken by line ${earlier}`);
      }
      lineOfId.set(String(row.id), number);
      rows.push(row);
    }
  } catch (cause) {
    if (QeilError.isInstance(cause)) throw cause;
    const code = errorCode(cause) ?? 'unknown error';
    throw new QeilError(`${path}: cannot be read: ${code}`, {
      kind: code === 'ENOENT' || code === 'ENOTDIR' ? 'file-missing' : 'file-unreadable',
      remedy: 'name a JSONL file of recorded samples, or the directory of a run',
      cause,
    });
  }
  const [first] = rows;
  if (first === undefined) throw invalid(path, 1, 0, 'holds no question');
  const costUnit = (['tokens', 'chars'] as const).find((unit) => rows.every((row) => row[unit] !== undefined));
  return {
    path,
    kind: 'samples',
    questions: rows.map((row) => questionOf(row, costUnit)),
    costUnit,
    reliability: undefined,
    samples: rows.reduce((least, { answers }) => Math.min(least, answers.length), first.answers.length),
  };
}

function questionOf(row: Row, costUnit: CostUnit | undefined): RecordedQuestion {
  const { answers, correct, gold, verdicts } = row;
  return {
    id: String(row.id),
    answers: numbered(answers),
    correct: correct === undefined ? answers.map((answer) => answer === gold) : correct.map(Boolean),
    cost: costUnit && row[costUnit],
    verdicts,
    candidates: undefined,
  };
}

/** Texts as numbers in the order first seen; null as −1. */
export function numbered(answers: readonly (string | null)[]): number[] {
  const numbers = new Map<string, number>();
  return answers.map((answer) => {
    if (answer === null) return -1;
    const number = numbers.get(answer) ?? numbers.size;
    numbers.set(answer, number);
    return number;
  });
}

function decoded(bytes: Uint8Array, line: number, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid(path, line, 0, 'not UTF-8');
  }
}

function parsedRow(text: string, line: number, path: string): Row {
  const parsed = parseJsonLine(text);
  if (!parsed.ok) throw invalid(path, line, parsed.offset, `not JSON: ${parsed.problem}`);
  const row = rowSchema.safeParse(parsed.value);
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  const where = issue?.path ?? [];
  const field = where.length === 0 ? 'the line' : `"${where.join('.')}"`;
  throw invalid(path, line, offsetOf(text, where), `${field}: ${issue?.message ?? 'breaks the schema'}`);
}

function invalid(path: string, line: number, offset: number, problem: string): QeilError {
  return new QeilError(`${path}:${line}:${offset + 1}: ${problem}`, {
    kind: 'input-invalid',
    remedy: `write each line as ${EXAMPLE}`,
  });
}
