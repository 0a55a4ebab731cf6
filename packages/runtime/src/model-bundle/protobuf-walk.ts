import type { FileHandle } from 'node:fs/promises';

/** A field of a protobuf message as it lies in a file: number, wire type, and where its content starts and ends. */
export interface FieldSpan {
  readonly field: number;
  readonly wireType: number;
  readonly start: number;
  readonly end: number;
}

const PAGE_BYTE = 65_536;

/**
 * Walks protobuf fields in a file without reading what it skips, so that gigabytes of weights cost a few page reads.
 *
 * Wire format: protobuf.dev/programming-guides/encoding.
 */
export class ProtobufFile {
  private readonly page = Buffer.alloc(PAGE_BYTE);
  private pageStart = 0;
  private pageLength = 0;

  constructor(
    private readonly file: FileHandle,
    readonly sizeByte: number,
  ) {}

  /** The fields of the message that fills `[start, end)`. @throws {RangeError} where the bytes are no protobuf. */
  async *fields(start: number, end: number): AsyncGenerator<FieldSpan> {
    let position = start;
    while (position < end) {
      const tag = await this.varint(position, end);
      const field = Math.floor(tag.value / 8);
      const wireType = tag.value % 8;
      if (field === 0) throw new RangeError(`field number 0 at byte ${position}`);
      let contentStart = tag.next;
      let contentEnd: number;
      if (wireType === 0) contentEnd = (await this.varint(contentStart, end)).next;
      else if (wireType === 1) contentEnd = contentStart + 8;
      else if (wireType === 5) contentEnd = contentStart + 4;
      else if (wireType === 2) {
        const length = await this.varint(contentStart, end);
        contentStart = length.next;
        contentEnd = contentStart + length.value;
      } else throw new RangeError(`wire type ${wireType} at byte ${position}`);
      if (contentEnd > end) {
        throw new RangeError(
          `the field at byte ${position} ends at byte ${contentEnd}, but its message ends at byte ${end}`,
        );
      }
      yield { field, wireType, start: contentStart, end: contentEnd };
      position = contentEnd;
    }
  }

  /** The text in `[start, end)`. */
  async text(start: number, end: number): Promise<string> {
    const bytes = Buffer.alloc(end - start);
    await this.file.read(bytes, 0, bytes.length, start);
    return bytes.toString('utf8');
  }

  private async varint(start: number, end: number): Promise<{ value: number; next: number }> {
    let value = 0;
    for (let index = 0; index < 10; index += 1) {
      if (start + index >= end) break;
      const byte = await this.byte(start + index);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, next: start + index + 1 };
    }
    throw new RangeError(`no whole number at byte ${start}`);
  }

  private async byte(position: number): Promise<number> {
    if (position < this.pageStart || position >= this.pageStart + this.pageLength) {
      this.pageLength = (await this.file.read(this.page, 0, PAGE_BYTE, position)).bytesRead;
      this.pageStart = position;
    }
    const byte = this.page[position - this.pageStart];
    if (byte === undefined || this.pageLength === 0) throw new RangeError(`the file ends before byte ${position}`);
    return byte;
  }
}
