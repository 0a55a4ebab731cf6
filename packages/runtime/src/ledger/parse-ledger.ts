import { LedgerRefusal } from './ledger-error.js';
import { LEDGER_SCHEMA, type LedgerHeader, type LedgerRecord, ledgerRecordSchema } from './record.js';

export interface ParsedLedger {
  /** Undefined when not even the header was written whole: nothing was ever acknowledged. */
  readonly header: LedgerHeader | undefined;
  /** Records behind the header, in order. */
  readonly records: readonly Exclude<LedgerRecord, LedgerHeader>[];
  /** Bytes of the whole lines; what lies behind is a torn tail. */
  readonly wholeByte: number;
  /** Number the next write gets. */
  readonly nextWrite: number;
}

interface Line {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly record: LedgerRecord | undefined;
}

const LINE_FEED = 0x0a;
const HEADER_START = `{"type":"header","schema":"${LEDGER_SCHEMA}"`;

/**
 * Read a ledger's bytes, dropping a torn tail.
 *
 * A tail is torn from its first broken line on, provided that all whole lines behind it belong to one write, the last: a power
 * cut may keep the later pages of a write and lose earlier ones, and that write was never acknowledged. Damage anywhere else
 * would cost acknowledged results and is refused.
 *
 * @throws {LedgerRefusal} `damaged`
 */
export function parseLedger(bytes: Uint8Array, path: string): ParsedLedger {
  const lines = linesOf(bytes);
  const firstBroken = lines.findIndex(({ record }) => record === undefined);
  const whole = firstBroken < 0 ? lines : lines.slice(0, firstBroken);
  const behind = firstBroken < 0 ? [] : lines.slice(firstBroken).flatMap(({ record }) => record ?? []);
  const broken = lines[firstBroken];
  const lastWrite = whole.at(-1)?.record?.write ?? -1;
  const oneWrite = behind.every(({ write }) => write === behind[0]?.write && write >= lastWrite);
  if (broken !== undefined && (!oneWrite || (whole.length === 0 && !isTornHeader(bytes, behind.length)))) {
    throw damaged(`${path}:${broken.number}: not a line of a ledger (byte ${broken.start})`, path);
  }
  const [first, ...rest] = whole;
  const header = first?.record;
  if (header === undefined) return { header: undefined, records: [], wholeByte: 0, nextWrite: 0 };
  if (header.type !== 'header') throw damaged(`${path}:1: the header is missing`, path);
  return { header, records: recordsOf(rest, path), wholeByte: whole.at(-1)?.end ?? 0, nextWrite: lastWrite + 1 };
}

function recordsOf(lines: readonly Line[], path: string): Exclude<LedgerRecord, LedgerHeader>[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ number, record }) => {
    if (record === undefined) return [];
    if (record.type === 'header') throw damaged(`${path}:${number}: a second header`, path);
    const key =
      record.type === 'candidate'
        ? JSON.stringify([record.arm, record.candidate.questionId, record.candidate.sampleIndex])
        : JSON.stringify([record.arm, record.questionId]);
    const earlier = seen.get(key);
    if (earlier !== undefined) throw damaged(`${path}:${number}: repeats line ${earlier}`, path);
    seen.set(key, number);
    return [record];
  });
}

/** Every line with its byte range; the last one is broken when no line feed closes it. */
function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    lines.push({
      number: lines.length + 1,
      start,
      end,
      record: feed < 0 ? undefined : recordOf(bytes.subarray(start, feed)),
    });
    start = end;
  }
  return lines;
}

function recordOf(line: Uint8Array): LedgerRecord | undefined {
  try {
    return ledgerRecordSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))).data;
  } catch {
    return undefined;
  }
}

/** A file whose only content is a header cut short is ours to start over; any other file is not. */
function isTornHeader(bytes: Uint8Array, wholeLinesBehind: number): boolean {
  if (wholeLinesBehind > 0) return false;
  const start = new TextDecoder().decode(bytes.subarray(0, HEADER_START.length));
  return HEADER_START.startsWith(start) && !bytes.includes(LINE_FEED);
}

function damaged(message: string, path: string): LedgerRefusal {
  return new LedgerRefusal(message, 'damaged', `move ${path} away, or choose another --out`);
}
