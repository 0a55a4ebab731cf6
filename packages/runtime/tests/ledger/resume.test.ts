import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { QeilError } from '../../src/errors/qeil-error.js';
import type { ArmRun } from '../../src/evaluation/run-arm.js';
import { parseLedger } from '../../src/ledger/parse-ledger.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { MemoryFileSystem } from '../fakes/memory-file-system.js';
import { open, PATH, questions, run, withoutCost } from './fixture.js';

/** The loops below run thousands of resumes; the limit is for machines that are busy with something else. */
const PATIENCE_MS = 600_000;

let whole: ArmRun;
let bytes: Buffer;

beforeAll(async () => {
  const files = new MemoryFileSystem();
  const ledger = await open(files, { resume: false });
  whole = await run(ledger);
  await ledger.close();
  bytes = files.files.get(PATH)?.bytes ?? Buffer.alloc(0);
});

async function resumeFrom(content: Buffer) {
  const files = new MemoryFileSystem();
  files.files.set(PATH, { bytes: content, durable: content });
  const ledger = await open(files);
  const recovered = questions.map(({ id }) => ledger.drawn('arm', id));
  const finished = questions.map(({ id }) => ledger.finished('arm', id));
  const engine = new FakeEngine();
  const resumed = await run(ledger, engine);
  await ledger.close();
  return { resumed, recovered, finished, engine, content: files.files.get(PATH)?.bytes ?? Buffer.alloc(0) };
}

/** What is wrong with a resumed run. Plain comparisons, because this runs thousands of times. */
function problemsOf({
  resumed,
  recovered,
  finished,
  engine,
  content,
}: Awaited<ReturnType<typeof resumeFrom>>): string[] {
  const problems: string[] = [];
  const require = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const lasting = whole.questions.map(withoutCost);
  require(isDeepStrictEqual(resumed.questions.map(withoutCost), lasting), 'another result');
  questions.forEach(({ id }, index) => {
    const kept = (recovered[index] ?? []).map(({ candidate }) => candidate.sampleIndex);
    const drawn = engine.drawnOf(id);
    require(new Set([...kept, ...drawn]).size === kept.length + drawn.length, `${id}: a sample drawn twice`);
    require(finished[index] === undefined || drawn.length === 0, `${id}: finished and touched again`);
  });
  require(content.at(-1) === 0x0a, 'the ledger does not end with a whole line');
  const isTorn = recovered.some((drawn) =>
    drawn.some(({ wave }) => drawn.filter((other) => other.wave.firstSample === wave.firstSample).length !== wave.size),
  );
  // Where no wave was torn apart, not even the cost differs; else the prompt is paid for again.
  if (!isTorn) require(isDeepStrictEqual(resumed, whole), 'another cost');
  else require((resumed.result.energyJ ?? 0) > (whole.result.energyJ ?? 0), 'work done twice costs nothing');
  return problems;
}

describe('a ledger', () => {
  it('does not change the run it records', async () => {
    expect(await run(undefined)).toEqual(whole);
  });

  it('has questions of several waves, or resuming would prove little', () => {
    expect(whole.questions.some(({ waves }) => waves >= 2)).toBe(true);
    expect(new Set(whole.questions.map(({ stoppedBy }) => stoppedBy)).size).toBeGreaterThan(1);
  });

  it(
    'gives the same final result after a cut at every byte',
    async () => {
      for (let length = 0; length <= bytes.length; length += 1) {
        const problems = problemsOf(await resumeFrom(bytes.subarray(0, length)));
        if (problems.length > 0) throw new Error(`cut after ${length} bytes: ${problems.join('; ')}`);
      }
    },
    PATIENCE_MS,
  );

  it('is the same file in the end when a cut falls between two writes', async () => {
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1);
    for (const end of [0, ...ends]) {
      const { content } = await resumeFrom(bytes.subarray(0, end));
      const records = (file: Buffer) => parseLedger(file, PATH).records.map(({ type }) => type);
      expect(records(content)).toEqual(records(bytes));
    }
    expect((await resumeFrom(bytes)).content.equals(bytes)).toBe(true);
  });
});

describe('when the k-th file operation fails', () => {
  const spans = ['once', 'persistent'] as const;
  const codes = ['ENOSPC', 'EIO', 'EROFS', 'EACCES'];

  it(
    'every acknowledged candidate survives, none twice, and a resume ends as the uninterrupted run',
    async () => {
      for (const span of spans) {
        for (const kept of [0, 0.5, 1]) {
          for (let call = 1; ; call += 1) {
            const files = new MemoryFileSystem();
            files.fault = { call, span, code: codes[call % codes.length] ?? 'EIO' };
            const acknowledged: string[] = [];
            let failure: unknown;
            try {
              const ledger = await open(files, { pid: 1, resume: false });
              try {
                await run({
                  path: ledger.path,
                  provenance: ledger.provenance,
                  finished: (name, id) => ledger.finished(name, id),
                  drawn: (name, id) => ledger.drawn(name, id),
                  appendWave: async (name, drawn) => {
                    await ledger.appendWave(name, drawn);
                    acknowledged.push(
                      ...drawn.map(({ candidate }) => `${candidate.questionId} ${candidate.sampleIndex}`),
                    );
                  },
                  appendOutcome: (outcome) => ledger.appendOutcome(outcome),
                  close: () => ledger.close(),
                });
              } finally {
                await ledger.close();
              }
            } catch (error) {
              failure = error;
            }
            const reached = files.calls >= call;
            if (reached) {
              // A failing operation is never silent.
              expect(QeilError.isInstance(failure) && failure.kind).toBe('save-failed');
              expect(QeilError.isInstance(failure) && failure.remedy).toBeTruthy();
            } else expect(failure).toBeUndefined();

            files.crash(kept);
            const ledger = await open(files, { pid: 2 });
            const recovered = questions.flatMap(({ id }) =>
              ledger.drawn('arm', id).map(({ candidate }) => `${candidate.questionId} ${candidate.sampleIndex}`),
            );
            expect(recovered).toEqual(expect.arrayContaining(acknowledged));
            expect(new Set(recovered).size).toBe(recovered.length);
            const resumed = await run(ledger);
            await ledger.close();
            expect(resumed.questions.map(withoutCost)).toEqual(whole.questions.map(withoutCost));
            if (!reached) break;
          }
        }
      }
    },
    PATIENCE_MS,
  );

  it('the ledger takes nothing more after a failed write, even when the disk recovers', async () => {
    const files = new MemoryFileSystem();
    const ledger = await open(files);
    files.fault = { call: files.calls + 1, span: 'once', code: 'ENOSPC' };
    await expect(run(ledger)).rejects.toMatchObject({
      kind: 'save-failed',
      remedy: expect.stringContaining('--resume'),
    });
    await expect(run(ledger)).rejects.toMatchObject({ kind: 'save-failed' });
    await ledger.close();
  });

  it('an interrupted resume can itself be resumed', async () => {
    const calls = await (async () => {
      const files = new MemoryFileSystem();
      const ledger = await open(files);
      await run(ledger);
      return files.calls;
    })();
    for (let first = 8; first < calls; first += 3) {
      const files = new MemoryFileSystem();
      files.fault = { call: first, span: 'persistent', code: 'EIO' };
      await open(files, { pid: 1 })
        .then(run)
        .catch(() => undefined);
      files.crash(0.3);
      files.fault = { call: 9, span: 'persistent', code: 'EIO' };
      await open(files, { pid: 2 })
        .then(run)
        .catch(() => undefined);
      files.crash(0.7);
      const ledger = await open(files, { pid: 3 });
      expect((await run(ledger)).questions.map(withoutCost)).toEqual(whole.questions.map(withoutCost));
      await ledger.close();
    }
  });
});
