import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../errors/error-code.js';
import { QeilError } from '../../errors/qeil-error.js';
import { NO_RELIABILITY, reliabilityRecordSchema } from '../reliability/reliability-record.js';
import {
  CascadeKnowledge,
  type KnowledgeRecord,
  MOST_TALLIES,
  NO_KNOWLEDGE,
  sumKnowledge,
} from './cascade-knowledge.js';
import { voteTallySchema } from './vote-tally-schema.js';

const count = z.number().int().nonnegative();
const cost = { runs: count, timeS: z.number().nonnegative(), energyJ: z.number().nonnegative(), energyRuns: count };
const verdictCounts = z.object({ accept: count, reject: count, unknown: count });
const recordSchema = z.object({
  basis: z.object({ gold: count, agreement: count }),
  checks: z.record(z.string(), z.object({ ...cost, counts: z.object({ right: verdictCounts, wrong: verdictCounts }) })),
  experts: z.record(z.string(), z.object({ ...cost, right: count, wrong: count })),
  tallies: z.array(voteTallySchema).max(MOST_TALLIES).readonly().default([]),
  /** Absent in files of earlier versions. */
  reliability: reliabilityRecordSchema.default(NO_RELIABILITY),
}) satisfies z.ZodType<KnowledgeRecord, unknown>;

const fileSchema = z.object({
  schema: z.literal('qeil.cascade-knowledge/1'),
  modelDigest: z.string(),
  task: z.string(),
  /** By run, oldest first: the same run repeated replaces what it taught, and counts once. */
  runs: z.array(z.object({ run: z.string(), learnt: recordSchema })),
});
type KnowledgeFile = z.infer<typeof fileSchema>;

/** Runs kept apart; what older ones taught is summed into one. */
const MOST_RUNS = 64;
const EARLIER_RUNS = 'earlier runs';

export interface KnowledgeKey {
  readonly modelDigest: string;
  /** Digest of the data set, or a name. */
  readonly task: string;
  /** What makes two runs the same: their seed, for example. */
  readonly run: string;
}

export interface LoadedKnowledge {
  readonly path: string;
  readonly knowledge: CascadeKnowledge;
  /** Why a file that was there is not used. */
  readonly problem?: string;
  /** Keep what this run learnt. @throws {QeilError} `save-failed` */
  save(): Promise<void>;
}

/**
 * What earlier runs learnt of checks on this model and task, from `<directory>/cascade/`.
 *
 * A file that cannot be used is reported and replaced at the next save.
 *
 * @param resume - go on with what this run itself had learnt; else it starts over
 */
export async function loadKnowledge(directory: string, key: KnowledgeKey, resume = false): Promise<LoadedKnowledge> {
  const path = join(directory, 'cascade', fileName(key));
  // Hashed: a run may be named by a prompt, which is nobody else's business.
  const name = shortHash(key.run);
  const { file, problem } = await readFileAt(path, key);
  const others = file.runs.filter(({ run }) => run !== name);
  const own = resume ? file.runs.find(({ run }) => run === name)?.learnt : undefined;
  const knowledge = new CascadeKnowledge(sumKnowledge(others.map(({ learnt }) => learnt)), own ?? NO_KNOWLEDGE);
  return {
    path,
    knowledge,
    ...(problem === undefined ? {} : { problem }),
    async save() {
      // Another run may have saved in the meantime; only this run's part is ours.
      const { file: current } = await readFileAt(path, key);
      const runs = current.runs.filter(({ run }) => run !== name);
      await writeFileAt(path, { ...current, runs: bounded([...runs, { run: name, learnt: knowledge.own }]) });
    },
  };
}

function bounded(runs: KnowledgeFile['runs']): KnowledgeFile['runs'] {
  if (runs.length <= MOST_RUNS) return runs;
  const old = runs.slice(0, runs.length - MOST_RUNS + 1);
  return [
    { run: EARLIER_RUNS, learnt: plain(sumKnowledge(old.map(({ learnt }) => learnt))) },
    ...runs.slice(old.length),
  ];
}

function plain(record: KnowledgeRecord): KnowledgeFile['runs'][number]['learnt'] {
  return recordSchema.parse(record);
}

async function readFileAt(path: string, key: KnowledgeKey): Promise<{ file: KnowledgeFile; problem?: string }> {
  const empty: KnowledgeFile = {
    schema: 'qeil.cascade-knowledge/1',
    modelDigest: key.modelDigest,
    task: key.task,
    runs: [],
  };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' ? { file: empty } : { file: empty, problem: `${path} cannot be read (${code ?? error})` };
  }
  try {
    const file = fileSchema.parse(JSON.parse(text));
    if (file.modelDigest === key.modelDigest && file.task === key.task) return { file };
    return { file: empty, problem: `${path} is about another model or task` };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n', 1)[0] : String(error);
    return { file: empty, problem: `${path} is not what a cascade learnt: ${why}` };
  }
}

async function writeFileAt(path: string, file: KnowledgeFile): Promise<void> {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(`${JSON.stringify(file)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new QeilError(`${path} could not be saved: ${cause instanceof Error ? cause.message : String(cause)}`, {
      kind: 'save-failed',
      remedy: 'free some space, or point XDG_STATE_HOME to a directory you may write to',
      cause,
    });
  }
}

/** Hashed: neither digests nor task names are trusted to be file names. */
function fileName({ modelDigest, task }: KnowledgeKey): string {
  return `${shortHash(JSON.stringify([modelDigest, task]))}.json`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
