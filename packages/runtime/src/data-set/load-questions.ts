import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extractAnswer } from '../cascade/extract-answer.js';
import { errorCode } from '../errors/error-code.js';
import { QeilError } from '../errors/qeil-error.js';
import { offsetOf, parseJsonLine } from './json-line.js';
import type { Question } from './question.js';
import { type QuestionRow, questionRowSchema } from './question-row.js';
import { readLines, type TextLine } from './read-lines.js';

export interface QuestionSet {
  readonly questions: readonly Question[];
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly digest: string;
}

export interface LoadQuestionsOptions {
  /** Read at most this many questions; lines behind them are hashed but not looked at. */
  readonly limit?: number;
}

const EXAMPLE = '{"question": "…", "answer": "… #### 24"}';
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/**
 * Read a data set: JSON lines in GSM8K's style, `{question, answer?, id?, split?}`. Ids default to line numbers.
 *
 * @throws {QeilError} `file-missing`, `file-unreadable`, or `input-invalid` naming file:line:column, what was expected and the fix
 */
export async function loadQuestions(path: string, options: LoadQuestionsOptions = {}): Promise<QuestionSet> {
  await requireFile(path);
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const hash = createHash('sha256');
  const questions: Question[] = [];
  const lineOfId = new Map<string, number>();
  try {
    for await (const line of readLines(createReadStream(path), hash, path)) {
      if (questions.length >= limit) continue;
      const text = decodeLine(line, path);
      if (text.trim() === '') continue;
      if (line.number === 1 && text.startsWith(LFS_POINTER)) throw lfsPointer(path);
      const question = questionOf(parseRow(text, line.number, path), line.number);
      const earlier = lineOfId.get(question.id);
      if (earlier !== undefined) {
        const column = offsetOf(text, ['id']) + 1;
        throw invalid(
          `${path}:${line.number}:${column}: id "${question.id}" is taken by line ${earlier}`,
          'give each question its own id',
        );
      }
      lineOfId.set(question.id, line.number);
      questions.push(question);
    }
  } catch (cause) {
    throw QeilError.isInstance(cause) ? cause : unreadable(path, cause);
  }
  if (questions.length === 0) throw invalid(`${path}: holds no question`, `put one question on each line: ${EXAMPLE}`);
  return { questions, digest: hash.digest('hex') };
}

function decodeLine({ bytes, number }: TextLine, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const valid = new TextDecoder().decode(bytes).indexOf('\uFFFD');
    throw invalid(`${path}:${number}:${Math.max(valid, 0) + 1}: not UTF-8`, 'save the file as UTF-8');
  }
}

function parseRow(text: string, line: number, path: string): QuestionRow {
  const parsed = parseJsonLine(text);
  if (!parsed.ok) {
    throw invalid(`${path}:${line}:${parsed.offset + 1}: not JSON: ${parsed.problem}`, `write each line as ${EXAMPLE}`);
  }
  const row = questionRowSchema.safeParse(parsed.value);
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  const where = issue?.path ?? [];
  const field = where.length === 0 ? 'the line' : `"${where.join('.')}"`;
  const problem = issue?.code === 'invalid_type' && where.length === 0 ? 'expected a JSON object' : issue?.message;
  throw invalid(
    `${path}:${line}:${offsetOf(text, where) + 1}: ${field}: ${problem ?? 'breaks the schema'}`,
    `write each line as ${EXAMPLE}`,
  );
}

function questionOf(row: QuestionRow, line: number): Question {
  const gold = row.answer === undefined ? undefined : extractAnswer(row.answer);
  return {
    id: row.id === undefined ? String(line) : String(row.id),
    question: row.question,
    ...(gold === undefined ? {} : { gold }),
    ...(row.split === undefined ? {} : { split: row.split }),
  };
}

async function requireFile(path: string): Promise<void> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (found.isDirectory()) {
    throw new QeilError(`${path}: is a directory, not a data set`, {
      kind: 'file-unreadable',
      remedy: 'name the .jsonl file inside it',
    });
  }
}

function unreadable(path: string, cause: unknown): QeilError {
  const code = errorCode(cause) ?? 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new QeilError(`${path}: no such file`, {
      kind: 'file-missing',
      remedy: 'check the path given with --data',
      cause,
    });
  }
  const denied = code === 'EACCES' || code === 'EPERM';
  return new QeilError(`${path}: cannot be read: ${code}`, {
    kind: 'file-unreadable',
    remedy: denied ? 'give yourself read permission' : 'check the disk and the path',
    cause,
  });
}

function lfsPointer(path: string): QeilError {
  return invalid(
    `${path}:1:1: is a Git LFS pointer, not the data itself`,
    'run "git lfs pull" where the file came from',
  );
}

function invalid(message: string, remedy: string): QeilError {
  return new QeilError(message, { kind: 'input-invalid', remedy });
}
