import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { QeilError } from '../../src/errors/qeil-error.js';
import { readRecording } from '../../src/replay/index.js';

const directory = mkdtempSync(join(tmpdir(), 'qeil-replay-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

async function read(content: string | Uint8Array) {
  const path = join(directory, `${files++}.jsonl`);
  writeFileSync(path, content);
  return readRecording(path);
}

const GOOD = '{"id":1,"gold":"7","answers":["7",null,"8"],"correct":[1,0,0],"tokens":[5,6,7]}';

describe('readRecording', () => {
  it('numbers answers in the order first seen, nulls apart', async () => {
    const { questions, costUnit, samples } = await read(
      `${GOOD}\n\n{"id":"b","answers":["x","y","x","x"],"correct":[false,true,false,false]}\r\n`,
    );
    expect(samples).toBe(3);
    expect(costUnit).toBeUndefined();
    expect(questions[0]).toMatchObject({ id: '1', answers: [0, -1, 1], correct: [true, false, false] });
    expect(questions[1]).toMatchObject({ id: 'b', answers: [0, 1, 0, 0], cost: undefined });
  });

  it('holds answers against gold where correctness was not recorded', async () => {
    const { questions } = await read('{"id":1,"gold":"7","answers":["7","8"],"chars":[1,2]}');
    expect(questions[0]).toMatchObject({ correct: [true, false], cost: [1, 2] });
  });

  it.each([
    ['', /:1:1: holds no question/u],
    ['{', /:1:2: not JSON/u],
    [`${GOOD}\n[]`, /:2:1: the line: /u],
    [`${GOOD}\n${GOOD}`, /:2:7: id "1" is taken by line 1/u],
    ['{"id":1,"gold":"7","answers":[]}', /"answers": expected at least one answer/u],
    ['{"id":1,"gold":"7","answers":["7",3]}', /:1:35: "answers\.1": expected a text or null/u],
    ['{"id":1,"gold":"7","answers":["7"],"tokens":[1,2]}', /"tokens": expected one entry per answer, 1, found 2/u],
    ['{"id":1,"gold":null,"answers":["7"]}', /expected "correct", or a text in "gold"/u],
    ['{"id":1,"gold":"7","answers":["7"],"tokens":[-1]}', /"tokens\.0": expected a number ≥ 0/u],
  ])('says what is wrong with %j, and where', async (content, problem) => {
    await expect(read(content)).rejects.toMatchObject({
      kind: 'input-invalid',
      message: expect.stringMatching(problem),
    });
  });

  it('names a missing file as missing', async () => {
    await expect(readRecording(join(directory, 'none.jsonl'))).rejects.toMatchObject({ kind: 'file-missing' });
  });

  it('meets any bytes with a recording or a refusal of ours', async () => {
    const mangled = fc
      .tuple(fc.nat(GOOD.length), fc.nat(6), fc.uint8Array({ maxLength: 6 }))
      .map(([at, cut, bytes]) =>
        Buffer.concat([Buffer.from(GOOD.slice(0, at)), bytes, Buffer.from(GOOD.slice(at + cut))]),
      );
    const anything = fc.oneof(
      mangled,
      fc.uint8Array({ maxLength: 64 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        try {
          const { questions, samples } = await read(bytes);
          for (const { answers, correct } of questions) {
            expect(correct).toHaveLength(answers.length);
            expect(answers.length).toBeGreaterThanOrEqual(samples);
          }
        } catch (error) {
          expect(QeilError.isInstance(error), String(error)).toBe(true);
          expect(error).toMatchObject({ kind: 'input-invalid' });
        }
      }),
      { numRuns: 400 },
    );
  });
});
