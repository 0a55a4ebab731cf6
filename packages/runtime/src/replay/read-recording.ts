import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Reliability } from '../cascade/reliability/reliability.js';
import { isRejected, isVerified } from '../cascade/votes.js';
import { QeilError } from '../errors/qeil-error.js';
import type { QuestionOutcome } from '../evaluation/outcome.js';
import { LEDGER_FILE } from '../ledger/open-ledger.js';
import { readRecordedRun } from '../ledger/read-recorded-run.js';
import { numbered, readSamples } from './read-samples.js';
import type { RecordedQuestion, Recording } from './recorded-question.js';

/**
 * Samples to replay: a JSONL file of them ({@link readSamples}), or a run of ours by its directory or ledger, of which the
 * questions with the most samples count, since one that was stopped early cannot be replayed.
 *
 * @throws {QeilError} `file-missing`, `file-unreadable`, `input-invalid`
 */
export async function readRecording(path: string): Promise<Recording> {
  return (await isRun(path)) ? ledgerRecording(path) : readSamples(path);
}

async function isRun(path: string): Promise<boolean> {
  if (basename(path) === LEDGER_FILE) return true;
  try {
    if ((await stat(path)).isDirectory()) return true;
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
      const head = buffer.toString('utf8', 0, bytesRead);
      if (head.startsWith('{"type":"header"')) {
        throw new QeilError(`${path}: is a ledger under another name`, {
          kind: 'input-invalid',
          remedy: `name its directory, where it is called ${LEDGER_FILE}`,
        });
      }
      return false;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (QeilError.isInstance(error)) throw error;
    // Reading it says what is wrong.
    return false;
  }
}

async function ledgerRecording(path: string): Promise<Recording> {
  const run = await readRecordedRun(path);
  const usable = run.outcomes.filter(({ error, correct }) => error === undefined && correct !== null);
  const samples = usable.reduce((most, { candidates }) => Math.max(most, candidates.length), 0);
  const questions = usable.filter(({ candidates }) => candidates.length === samples).map(questionOf);
  if (questions.length === 0) {
    throw new QeilError(`${path}: holds no finished question with a reference answer`, {
      kind: 'input-invalid',
      remedy: 'record one with qeil eval --rule none on questions with answers',
    });
  }
  const known = run.provenance.reliability;
  const reliability = known && new Reliability(known.record, known.detail);
  return { path: run.path, kind: 'ledger', questions, costUnit: 'tokens', reliability, samples };
}

function questionOf({ arm, questionId, gold, candidates }: QuestionOutcome): RecordedQuestion {
  return {
    id: `${arm} ${questionId}`,
    answers: numbered(candidates.map(({ answer }) => answer ?? null)),
    correct: candidates.map(({ answer }) => answer !== undefined && answer === gold),
    cost: candidates.map(({ tokenIds }) => tokenIds.length),
    verdicts: candidates.map((each) => (isVerified(each) ? 'accept' : isRejected(each) ? 'reject' : 'unknown')),
    candidates,
  };
}
