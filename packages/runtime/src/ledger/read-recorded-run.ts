import { basename, dirname } from 'node:path';
import { QeilError } from '../errors/qeil-error.js';
import type { DrawnCandidate, QuestionOutcome } from '../evaluation/outcome.js';
import type { LedgerFileSystem } from './file-system.js';
import { LEDGER_FILE } from './open-ledger.js';
import type { RunProvenance } from './provenance.js';
import { readLedger } from './read-ledger.js';
import { drawnCandidate, questionOutcome } from './record.js';

/** A run as its ledger tells it. */
export interface RecordedRun {
  readonly path: string;
  readonly provenance: RunProvenance;
  /** Finished questions, in the order they were finished. */
  readonly outcomes: readonly QuestionOutcome[];
  /** Questions with candidates and without an outcome. */
  readonly unfinished: number;
  /** Candidates of a question by sample index, with the waves that drew them. */
  drawn(arm: string, questionId: string): readonly DrawnCandidate[];
}

/**
 * What the results of the run recorded in a directory depend on; undefined when there is no ledger yet, or an empty one.
 *
 * @throws {QeilError} `file-unreadable`; {@link LedgerRefusal} `damaged`
 */
export async function readRecordedProvenance(directory: string): Promise<RunProvenance | undefined> {
  try {
    return (await readLedger(directory)).header?.provenance;
  } catch (error) {
    if (QeilError.isInstance(error) && error.kind === 'file-missing') return undefined;
    throw error;
  }
}

/**
 * Read what a run recorded, from its directory or its ledger.
 *
 * @throws {QeilError} `file-missing`, `file-unreadable`; {@link LedgerRefusal} `damaged`
 */
export async function readRecordedRun(path: string, files?: LedgerFileSystem): Promise<RecordedRun> {
  const directory = basename(path) === LEDGER_FILE ? dirname(path) : path;
  const { header, records } = await (files === undefined ? readLedger(directory) : readLedger(directory, files));
  if (header === undefined) {
    throw new QeilError(`${path}: the ledger holds nothing yet`, {
      kind: 'file-missing',
      remedy: 'name a run that was begun',
    });
  }
  const byQuestion = new Map<string, DrawnCandidate[]>();
  const key = (arm: string, questionId: string) => JSON.stringify([arm, questionId]);
  for (const record of records) {
    if (record.type !== 'candidate') continue;
    const name = key(record.arm, record.candidate.questionId);
    byQuestion.set(name, [...(byQuestion.get(name) ?? []), drawnCandidate(record)]);
  }
  for (const drawn of byQuestion.values())
    drawn.sort((left, right) => left.candidate.sampleIndex - right.candidate.sampleIndex);
  const drawn = (arm: string, questionId: string) => byQuestion.get(key(arm, questionId)) ?? [];
  const outcomes = records.flatMap((record) => {
    if (record.type !== 'question') return [];
    const candidates = drawn(record.arm, record.questionId).map(({ candidate }) => candidate);
    return [questionOutcome(record, candidates)];
  });
  const finished = new Set(outcomes.map(({ arm, questionId }) => key(arm, questionId)));
  const unfinished = [...byQuestion.keys()].filter((name) => !finished.has(name)).length;
  return { path: `${directory}/${LEDGER_FILE}`, provenance: header.provenance, outcomes, unfinished, drawn };
}
