import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandCheck } from '../../src/cascade/checkers/command-check.js';
import { parseCheck } from '../../src/cascade/checkers/parse-check.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { anyText } from '../fakes/any-text.js';
import { fakeSample } from '../fakes/fake-candidate.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'qeil-checks-'));
  const schema = { type: 'object', required: ['age'], properties: { age: { type: 'integer', minimum: 0 } } };
  writeFileSync(join(directory, 'schema.json'), JSON.stringify(schema));
  writeFileSync(join(directory, 'broken.json'), '{"type": 5}');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function verdict(spec: string, text: string): Promise<string> {
  return (await parseCheck(spec, directory).run(fakeSample({ text }), 'How many?')).verdict;
}

describe('checkers', () => {
  it.each([
    ['numeric', '#### 12 eggs', 'unknown'],
    ['numeric', '#### a dozen', 'reject'],
    ['numeric', 'twelve', 'reject'],
    ['numeric:100±1%', '#### 101', 'accept'],
    ['numeric:100±1%', '#### 101.01', 'reject'],
    ['numeric:-100±1%', '#### -99', 'accept'],
    ['numeric:0.1', '#### 1/10', 'accept'],
    ['numeric:2±0.5', '#### 2.5', 'accept'],
    ['numeric:2+-0.5', '#### 2.51', 'reject'],
    ['numeric:2:kg', '#### 2000 g', 'accept'],
    ['numeric:2:kg', '#### 2 kilograms.', 'accept'],
    ['numeric:90:min', '#### 1.5 hours', 'accept'],
    ['numeric:2:kg', '#### 2 m', 'reject'],
    ['numeric:5:$', '#### 500 cents', 'accept'],
    ['choice', '#### B', 'unknown'],
    ['choice', '#### (b) because', 'unknown'],
    ['choice', '#### F', 'reject'],
    ['choice', 'I think the answer is (C).', 'unknown'],
    ['choice:A-C', 'the answer is D', 'reject'],
    ['choice:C', 'the answer is (C)', 'accept'],
    ['choice:C', 'A\n', 'reject'],
    ['choice', 'the answer is Cats', 'reject'],
    ['exact:1,200', '#### $1200', 'accept'],
    ['exact:yes', '#### no', 'reject'],
    ['regex:^\\d{3}$', '#### 123', 'accept'],
    ['regex:^\\d{3}$', '#### 12', 'reject'],
    ['regex:/^yes/i', 'Yes, it is', 'accept'],
    ['schema:schema.json', '#### {"age": 3}', 'accept'],
    ['schema:schema.json', 'Here:\n```json\n{"age": -3}\n```', 'reject'],
    ['schema:schema.json', '{"age": 3}', 'accept'],
    ['schema:schema.json', 'three', 'reject'],
  ])('%s on %j: %s', async (spec, text, expected) => {
    expect(await verdict(spec, text)).toBe(expected);
  });

  it.each([
    'nonsense',
    'toString',
    'arithmetic:3',
    'numeric:x',
    'numeric:5±',
    'numeric:±1%:furlong',
    'choice:E-A',
    'choice:answer',
    'exact',
    'regex',
    'regex:(',
    'schema:none.json',
    'schema:broken.json',
    'command',
  ])('refuses %s as usage, with a remedy', (spec) => {
    try {
      parseCheck(spec, directory);
      expect.unreachable();
    } catch (error) {
      if (!QeilError.isInstance(error)) throw error;
      expect([error.kind, error.remedy]).toEqual(['usage', expect.stringContaining('docs/cascade.md')]);
    }
  });

  it('never throws, whatever the text; and reads answers that it reads again', async () => {
    const specs = ['numeric:±1%', 'numeric:5:kg', 'choice', 'exact:5', 'regex:a+', 'schema:schema.json'];
    const checks = specs.map((spec) => parseCheck(spec, directory));
    await fc.assert(
      fc.asyncProperty(anyText(), fc.boolean(), async (text, marked) => {
        for (const check of checks) {
          const whole = marked ? `#### ${text}` : text;
          await check.run(fakeSample({ text: whole }), text);
          const answer = check.readAnswer?.(whole);
          if (answer !== undefined) expect(check.readAnswer?.(`#### ${answer}`)).toBe(answer);
        }
      }),
    );
  });

  it('grade within the tolerance, and letters and JSON by value', () => {
    const close = parseCheck('numeric:±1%', directory).matchesReference;
    expect([close?.('101', '100'), close?.('102', '100'), close?.('many', '100')]).toEqual([true, false, false]);
    const read = parseCheck('schema:schema.json', directory).readAnswer;
    expect(read?.('{"b": 1, "age": 2}')).toBe(read?.('#### {"age": 2, "b": 1}'));
  });
});

describe('a user’s command', () => {
  const sample = fakeSample({ text: 'so #### 42', tokenIds: [1, 2, 3, 4] });
  const run = (command: string, limits = { timeoutS: 30, outputByte: 10_000, memoryByte: 2 ** 30 }) =>
    Promise.resolve(commandCheck(command, directory, limits).run(sample, 'How many?'));

  it.each([
    ['exit 0', 'accept'],
    ['exit 1', 'reject'],
    ['exit 2', 'unknown'],
    ['kill -9 $$', 'unknown'],
    ['no-such-program-here', 'unknown'],
  ])('%s: %s', async (command, expected) => {
    expect((await run(command)).verdict).toBe(expected);
  });

  it('gets question and candidate as JSON on its standard input, and its first line is the reason', async () => {
    const { detail } = await run('cat; echo; echo more');
    expect(JSON.parse(detail)).toEqual({
      question: 'How many?',
      text: 'so #### 42',
      answer: '42',
      tokens: 4,
      finishReason: 'stop',
    });
  });

  it('sees no variable of ours but the ones it needs to find programs', async () => {
    process.env.QEIL_TEST_SECRET = 'hunter2';
    try {
      const { verdict: found } = await run('env | grep -q hunter2');
      expect(found).toBe('reject');
      expect((await run('test -n "$PATH"')).verdict).toBe('accept');
    } finally {
      delete process.env.QEIL_TEST_SECRET;
    }
  });

  it('is killed with everything it started when its time is up', async () => {
    const mark = join(directory, 'pid');
    const { verdict: ended, detail } = await run(`sleep 600 & echo $! > ${mark}; wait`, {
      timeoutS: 0.5,
      outputByte: 100,
      memoryByte: 2 ** 30,
    });
    expect([ended, detail]).toEqual(['unknown', 'no answer within 0.5 s']);
    const { verdict: gone } = await run(
      `for i in $(seq 100); do kill -0 $(cat ${mark}) 2>/dev/null || exit 0; sleep 0.1; done; exit 1`,
    );
    expect(gone).toBe('accept');
  });

  it('leaves nothing running when it ends by itself', async () => {
    const mark = join(directory, 'left');
    expect((await run(`sleep 600 & echo $! > ${mark}; exit 0`)).verdict).toBe('accept');
    const { verdict: gone } = await run(
      `for i in $(seq 100); do kill -0 $(cat ${mark}) 2>/dev/null || exit 0; sleep 0.1; done; exit 1`,
    );
    expect(gone).toBe('accept');
  });

  it('is ended when it says too much', async () => {
    const { verdict: ended, detail } = await run('yes');
    expect([ended, detail]).toEqual(['unknown', 'it wrote more than 10000 bytes']);
  });

  it.runIf(process.platform === 'linux')('cannot take more memory than it is given', async () => {
    const hungry = `${process.execPath} -e "Buffer.alloc(8e9).fill(1)"`;
    expect((await run(hungry)).verdict).not.toBe('accept');
    expect((await run('test "$(ulimit -v)" = 1048576')).verdict).toBe('accept');
  });
});
