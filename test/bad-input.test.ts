import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qeil, shippedModel, shippedTest } from './support/qeil.js';

let home = '';
let broken = '';
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'qeil-bad-input-'));
  broken = path.join(home, 'broken');
  cpSync(shippedModel, broken, { recursive: true, filter: (source) => !/train|_q4|_quantized/.test(source) });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const evaluation = (...rest: string[]): string[] => ['eval', '--model', shippedModel, '--limit', '1', ...rest];

function file(name: string, content: string): string {
  const where = path.join(home, name);
  writeFileSync(where, content);
  return where;
}

/** What a user did wrong, the exit code that is documented for it, and words the one line must hold. */
const mistakes: readonly {
  what: string;
  args: () => readonly string[];
  code: number;
  says: RegExp;
}[] = [
  { what: 'an unknown command', args: () => ['evl'], code: 2, says: /evl.*|eval/s },
  {
    what: 'an unknown flag',
    args: () => evaluation('--data', shippedTest, '--smaples', '3'),
    code: 2,
    says: /samples/,
  },
  {
    what: 'a flag out of range',
    args: () => evaluation('--data', shippedTest, '--samples', '0'),
    code: 2,
    says: /samples/,
  },
  {
    what: 'a flag that is no number',
    args: () => evaluation('--data', shippedTest, '--seed', 'x'),
    code: 2,
    says: /seed/,
  },
  {
    what: 'no data file',
    args: () => evaluation('--data', path.join(home, 'none.jsonl')),
    code: 3,
    says: /none\.jsonl/,
  },
  {
    what: 'an empty data file',
    args: () => evaluation('--data', file('empty.jsonl', '')),
    code: 2,
    says: /empty\.jsonl/,
  },
  {
    what: 'a broken JSONL line',
    args: () => evaluation('--data', file('torn.jsonl', '{"question":"1+1?","answer":"#### 2"}\n{"question": \n')),
    code: 2,
    says: /torn\.jsonl:2:\d+/,
  },
  {
    what: 'a JSONL line without a question',
    args: () => evaluation('--data', file('odd.jsonl', '{"query":"1+1?","answer":"#### 2"}\n')),
    code: 2,
    says: /odd\.jsonl:1.*question/s,
  },
  { what: 'no model', args: () => ['plan', '--model', path.join(home, 'nowhere')], code: 3, says: /nowhere/ },
  {
    what: 'a truncated ONNX file',
    args: () => {
      truncateSync(path.join(broken, 'onnx', 'model.onnx'), 100_000);
      return ['run', '--model', broken, 'What is 1 plus 1?'];
    },
    code: 3,
    says: /model\.onnx/,
  },
  {
    what: 'a Git LFS pointer instead of a model',
    args: () => {
      writeFileSync(
        path.join(broken, 'onnx', 'model.onnx'),
        'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n',
      );
      return ['run', '--model', broken, 'What is 1 plus 1?'];
    },
    code: 3,
    says: /LFS/,
  },
  {
    what: 'an output folder that cannot be made',
    args: () => evaluation('--data', shippedTest, '--out', path.join(file('a-file', ''), 'inside')),
    code: 5,
    says: /a-file/,
  },
  {
    what: 'an unknown key in the configuration file',
    args: () => evaluation('--data', shippedTest, '--config', file('odd.json', '{"smaples": 3}')),
    code: 2,
    says: /smaples/,
  },
  { what: 'a device that is not there', args: () => ['plan', '--device', 'npu7', '--strict'], code: 3, says: /npu7/ },
];

describe('a user’s mistake', { timeout: 120_000 }, () => {
  test.each(mistakes)('$what: one clear line, exit code $code', async ({ args, code, says }) => {
    mkdirSync(home, { recursive: true });
    const run = await qeil(args(), { home });
    expect(run.code, run.stderr).toBe(code);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/^qeil: /m);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  test('a run that exists is not overwritten', async () => {
    const out = path.join(home, 'kept');
    mkdirSync(out);
    writeFileSync(path.join(out, 'ledger.jsonl'), 'precious\n');
    const run = await qeil(evaluation('--data', shippedTest, '--out', out), { home });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toMatch(/ledger|resume/);
    expect(readFileSync(path.join(out, 'ledger.jsonl'), 'utf8')).toBe('precious\n');
  });
});
