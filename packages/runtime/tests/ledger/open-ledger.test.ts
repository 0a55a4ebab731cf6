import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerRefusal } from '../../src/ledger/ledger-error.js';
import { nodeProcessTable } from '../../src/ledger/node-file-system.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { parseLedger } from '../../src/ledger/parse-ledger.js';
import { readLedger } from '../../src/ledger/read-ledger.js';
import { ledgerJsonSchema } from '../../src/ledger/record.js';
import { MemoryFileSystem } from '../fakes/memory-file-system.js';
import { open, PATH, provenance, run } from './fixture.js';

async function recorded(): Promise<{ files: MemoryFileSystem; bytes: Buffer }> {
  const files = new MemoryFileSystem();
  const ledger = await open(files);
  await run(ledger);
  await ledger.close();
  return { files, bytes: files.files.get(PATH)?.bytes ?? Buffer.alloc(0) };
}

describe('openLedger', () => {
  it('refuses an existing ledger without resume, and leaves it as it is', async () => {
    const { files, bytes } = await recorded();
    await expect(open(files, { resume: false })).rejects.toMatchObject({
      reason: 'exists',
      kind: 'usage',
      remedy: expect.stringContaining('--resume'),
    });
    expect(files.files.get(PATH)?.bytes.equals(bytes)).toBe(true);
    expect([...files.files.keys()]).toEqual([PATH]);
  });

  it('says what differs when the recorded run was another', async () => {
    const { files } = await recorded();
    await expect(open(files, { seed: 8 })).rejects.toMatchObject({
      reason: 'mismatch',
      differences: [{ field: 'seed', recorded: '57', wanted: '8' }],
      message: expect.stringContaining('seed was 57, is 8'),
    });
  });

  it('keeps a second writer out while the first is alive, in this process too', async () => {
    const files = new MemoryFileSystem();
    const first = await open(files, { pid: 1 });
    await expect(open(files, { pid: 1 })).rejects.toMatchObject({
      reason: 'locked',
      message: expect.stringContaining('process 1 on here'),
    });
    await first.close();
    await (await open(files, { pid: 2 })).close();
  });

  it.each(['', '{"pid":', '{"pid":99,"startedAt":"99","host":"here"}'])(
    'takes over a lock whose holder is gone: %j',
    async (lock) => {
      const files = new MemoryFileSystem();
      files.files.set('out/ledger.lock', { bytes: Buffer.from(lock), durable: Buffer.from(lock) });
      const ledger = await open(files);
      expect(JSON.parse(String(files.files.get('out/ledger.lock')?.bytes))).toMatchObject({ pid: 1 });
      await ledger.close();
      expect([...files.files.keys()]).toEqual([PATH]);
    },
  );

  it('closes twice', async () => {
    const ledger = await open(new MemoryFileSystem());
    await ledger.close();
    await ledger.close();
  });

  it.each(['something else\n', 'something else', '{"type":"header"}\n', '\n'])(
    'does not touch a file that is no ledger: %j',
    async (content) => {
      const files = new MemoryFileSystem();
      files.files.set(PATH, { bytes: Buffer.from(content), durable: Buffer.from(content) });
      await expect(open(files)).rejects.toMatchObject({ reason: 'damaged', kind: 'input-invalid' });
      expect(String(files.files.get(PATH)?.bytes)).toBe(content);
    },
  );
});

describe('parseLedger', () => {
  it('refuses damage before the last write: those results were acknowledged', async () => {
    const { bytes } = await recorded();
    const second = bytes.indexOf('\n') + 1;
    const broken = Buffer.from(bytes);
    broken[second] = 0;
    expect(() => parseLedger(broken, PATH)).toThrow(/ledger\.jsonl:2: not a line of a ledger/u);
  });

  it('drops a last write whose early lines a power cut lost', async () => {
    const { bytes } = await recorded();
    const lines = String(bytes).split('\n').slice(0, -1);
    const writes = lines.map((line) => JSON.parse(line).write as number);
    const double = writes.findIndex((write, index) => write === writes[index + 1]);
    const kept = lines.slice(0, double);
    const torn = [...kept, '\0'.repeat(lines[double]?.length ?? 0), lines[double + 1]].join('\n');
    const parsed = parseLedger(Buffer.from(`${torn}\n`), PATH);
    expect(parsed.wholeByte).toBe(Buffer.byteLength(`${kept.join('\n')}\n`));
  });

  it('refuses repeated records and a second header', async () => {
    const { bytes } = await recorded();
    const lines = String(bytes).split('\n').slice(0, -1);
    const text = (all: readonly (string | undefined)[]) => Buffer.from(`${all.join('\n')}\n`);
    expect(() => parseLedger(text([...lines, lines[1]]), PATH)).toThrow(/repeats line 2/u);
    expect(() => parseLedger(text([...lines, lines[0]]), PATH)).toThrow(/second header/u);
    expect(() => parseLedger(text(lines.slice(1)), PATH)).toThrow(/header is missing/u);
  });

  it('meets any bytes with records or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        try {
          expect(parseLedger(content, PATH).records).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerRefusal);
        }
      }),
    );
  });

  it('meets a ledger with any bytes overwritten, cut out or put in with a part of its records or a refusal', async () => {
    const { bytes } = await recorded();
    const full = parseLedger(bytes, PATH);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(60), fc.uint8Array({ maxLength: 60 }), (at, removed, added) => {
        const changed = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
        try {
          const parsed = parseLedger(changed, PATH);
          expect(parsed.records.length).toBeLessThanOrEqual(full.records.length + added.length);
          expect(parsed.wholeByte).toBeLessThanOrEqual(changed.length);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerRefusal);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has a JSON Schema', () => {
    const { anyOf, oneOf } = ledgerJsonSchema();
    expect(anyOf ?? oneOf).toHaveLength(3);
  });
});

describe('on a real disk', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'qeil-ledger-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('records, closes, resumes and reads back', async () => {
    const out = join(directory, 'new', 'run');
    const first = await openLedger({ directory: out, resume: false, provenance: provenance() });
    const whole = await run(first);
    expect(JSON.parse(readFileSync(join(out, 'ledger.lock'), 'utf8'))).toEqual(nodeProcessTable.own);
    await expect(openLedger({ directory: out, resume: true, provenance: provenance() })).rejects.toMatchObject({
      reason: 'locked',
    });
    await first.close();
    expect(existsSync(join(out, 'ledger.lock'))).toBe(false);
    const path = join(out, 'ledger.jsonl');
    writeFileSync(path, readFileSync(path).subarray(0, -10));
    const second = await openLedger({ directory: out, resume: true, provenance: provenance() });
    expect(await run(second)).toEqual(whole);
    await second.close();
    const read = await readLedger(out);
    expect(read.header?.provenance).toEqual(provenance());
    expect(read.records.filter(({ type }) => type === 'question')).toHaveLength(whole.questions.length);
  });

  it('takes over the lock of a process that is gone or whose id was reused', async () => {
    for (const holder of [
      { ...nodeProcessTable.own, pid: 2 ** 30 },
      { ...nodeProcessTable.own, startedAt: 'long ago' },
    ]) {
      writeFileSync(join(directory, 'ledger.lock'), JSON.stringify(holder));
      await (await openLedger({ directory, resume: true, provenance: provenance() })).close();
    }
  });

  it('says save-failed where it cannot write', async () => {
    writeFileSync(join(directory, 'file'), '');
    const target = { directory: join(directory, 'file', 'run'), resume: false, provenance: provenance() };
    await expect(openLedger(target)).rejects.toMatchObject({
      kind: 'save-failed',
      remedy: expect.stringContaining('--out'),
    });
  });

  it('tells a missing ledger from an unreadable one', async () => {
    await expect(readLedger(directory)).rejects.toMatchObject({ kind: 'file-missing' });
    await expect(readLedger(`${directory}\0`)).rejects.toMatchObject({ kind: 'file-unreadable' });
  });
});
