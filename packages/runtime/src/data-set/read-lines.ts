import type { Hash } from 'node:crypto';
import { QeilError } from '../errors/qeil-error.js';

/** A line longer than this is no question; the bound keeps a file without line ends from filling memory. */
export const LONGEST_LINE_BYTE = 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface TextLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** Cut a byte stream into lines (LF or CRLF; a leading UTF-8 byte-order mark is dropped), feeding every byte to `hash`. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  hash: Hash,
  path: string,
): AsyncGenerator<TextLine> {
  let pending: Buffer[] = [];
  let pendingByte = 0;
  let number = 1;
  const take = (tail: Buffer): TextLine => {
    let bytes = pending.length === 0 ? tail : Buffer.concat([...pending, tail]);
    pending = [];
    pendingByte = 0;
    if (number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) bytes = bytes.subarray(3);
    if (bytes.at(-1) === CARRIAGE_RETURN) bytes = bytes.subarray(0, -1);
    return { number, bytes };
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(LINE_FEED, start);
      const part = buffer.subarray(start, end < 0 ? undefined : end);
      if (pendingByte + part.length > LONGEST_LINE_BYTE) {
        throw new QeilError(`${path}:${number}:1: the line is longer than ${LONGEST_LINE_BYTE} bytes`, {
          kind: 'input-invalid',
          remedy: 'put one JSON object on each line',
        });
      }
      if (end < 0) {
        pending.push(part);
        pendingByte += part.length;
        break;
      }
      yield take(part);
      number += 1;
      start = end + 1;
    }
  }
  if (pendingByte > 0) yield take(Buffer.alloc(0));
}
