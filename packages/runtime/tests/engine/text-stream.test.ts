import type { BundleTokenizer } from '@qeil/runtime';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { TextStream } from '../../src/engine/text-stream.js';
import { tinyBundle } from '../support/tiny-llama.js';

let tokenizer: BundleTokenizer;
beforeAll(async () => {
  ({ tokenizer } = await tinyBundle());
});

const tokenIds = fc.array(fc.nat(299), { maxLength: 60 });
const texts = fc.string({ unit: 'grapheme', maxLength: 40 });

function stream(ids: readonly number[], stop: readonly string[]): { pieces: string[]; text: string; stopped: boolean } {
  const stream = new TextStream(tokenizer, stop);
  const pieces = ids.map((id) => stream.push(id));
  pieces.push(stream.finish());
  return { pieces, text: stream.text, stopped: stream.stopped };
}

describe('TextStream', () => {
  it('hands out exactly the text, for any tokens, broken characters included', () => {
    fc.assert(
      fc.property(tokenIds, (ids) => {
        const { pieces, text } = stream(ids, []);
        expect(pieces.join('')).toBe(tokenizer.decode(ids));
        expect(text).toBe(tokenizer.decode(ids));
      }),
    );
  });

  it('never hands out a part of a character', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { pieces } = stream(tokenizer.encode(text), []);
        expect(pieces.join('')).toBe(text);
        expect(pieces.filter((piece) => !text.includes(piece))).toEqual([]);
      }),
    );
  });

  it('ends before the first stop string', () => {
    fc.assert(
      fc.property(texts, fc.nat(30), fc.integer({ min: 1, max: 5 }), (text, start, length) => {
        const stop = [...text].slice(start, start + length).join('');
        fc.pre(stop.length > 0);
        const result = stream(tokenizer.encode(text), [stop]);
        expect(result.stopped).toBe(true);
        expect(result.text).toBe(text.slice(0, text.indexOf(stop)));
        expect(result.pieces.join('')).toBe(result.text);
      }),
    );
  });

  it('takes the first of several stop strings to be complete and hands out none of any', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 4 }), (text, stops) => {
        const result = stream(tokenizer.encode(text), stops);
        expect(text.startsWith(result.text)).toBe(true);
        expect(result.stopped).toBe(stops.some((stop) => text.includes(stop)));
        for (const stop of stops) expect(result.text).not.toContain(stop);
      }),
    );
  });
});
