import type { DrawnCandidate, QuestionOutcome } from '../evaluation/outcome.js';
import type { LedgerFile } from './file-system.js';
import { saveFailed } from './ledger-error.js';
import type { ParsedLedger } from './parse-ledger.js';
import type { RunProvenance } from './provenance.js';
import { candidateRecord, drawnCandidate, type LedgerRecord, questionOutcome, questionRecord } from './record.js';

/** What happened in a run, append-only. When an append returns, its records survive kill −9 and power cuts. */
export interface Ledger {
  readonly path: string;
  readonly provenance: RunProvenance;
  /** The outcome of a question that was finished earlier. */
  finished(arm: string, questionId: string): QuestionOutcome | undefined;
  /** Candidates already drawn of a question, in the order of their sample indices. */
  drawn(arm: string, questionId: string): readonly DrawnCandidate[];
  /** Keep the candidates of one wave. @throws {QeilError} `save-failed`; the ledger then takes nothing more */
  appendWave(arm: string, drawn: readonly DrawnCandidate[]): Promise<void>;
  /** Keep the outcome of a question whose candidates are kept. @throws {QeilError} `save-failed` */
  appendOutcome(outcome: QuestionOutcome): Promise<void>;
  /** Close the file and give the lock back. Safe to call twice. */
  close(): Promise<void>;
}

export interface FileLedgerOptions {
  readonly path: string;
  readonly provenance: RunProvenance;
  readonly file: LedgerFile;
  readonly parsed: Pick<ParsedLedger, 'records' | 'nextWrite'>;
  readonly release: () => Promise<void>;
}

export class FileLedger implements Ledger {
  readonly path: string;
  readonly provenance: RunProvenance;
  readonly #file: LedgerFile;
  readonly #release: () => Promise<void>;
  readonly #drawn = new Map<string, DrawnCandidate[]>();
  readonly #finished = new Map<string, QuestionOutcome>();
  #nextWrite: number;
  /** Appends run one after another. */
  #queue: Promise<void> = Promise.resolve();
  #failure: unknown;
  #closing: Promise<void> | undefined;

  constructor(options: FileLedgerOptions) {
    this.path = options.path;
    this.provenance = options.provenance;
    this.#file = options.file;
    this.#release = options.release;
    this.#nextWrite = options.parsed.nextWrite;
    for (const record of options.parsed.records) {
      if (record.type === 'candidate') this.#remember(record.arm, [drawnCandidate(record)]);
    }
    for (const record of options.parsed.records) {
      if (record.type !== 'question') continue;
      const candidates = this.drawn(record.arm, record.questionId).map(({ candidate }) => candidate);
      this.#finished.set(keyOf(record.arm, record.questionId), questionOutcome(record, candidates));
    }
  }

  finished(arm: string, questionId: string): QuestionOutcome | undefined {
    return this.#finished.get(keyOf(arm, questionId));
  }

  drawn(arm: string, questionId: string): readonly DrawnCandidate[] {
    return this.#drawn.get(keyOf(arm, questionId)) ?? [];
  }

  async appendWave(arm: string, drawn: readonly DrawnCandidate[]): Promise<void> {
    await this.#append((write) => drawn.map((each) => candidateRecord(arm, each, write)));
    this.#remember(arm, drawn);
  }

  async appendOutcome(outcome: QuestionOutcome): Promise<void> {
    await this.#append((write) => [questionRecord(outcome, write)]);
    this.#finished.set(keyOf(outcome.arm, outcome.questionId), outcome);
  }

  close(): Promise<void> {
    this.#closing ??= this.#queue
      .catch(() => undefined) // Whoever appended has been told.
      .then(() => this.#file.close())
      .finally(() => this.#release())
      .catch((cause: unknown) => {
        throw saveFailed('close the ledger', this.path, cause);
      });
    return this.#closing;
  }

  #append(records: (write: number) => readonly LedgerRecord[]): Promise<void> {
    const done = this.#queue.then(async () => {
      if (this.#failure !== undefined) throw saveFailed('append', this.path, this.#failure);
      try {
        await writeWhole(this.#file, encodeRecords(records(this.#nextWrite)));
        this.#nextWrite += 1;
      } catch (cause) {
        // After a failed write or sync nobody knows what is on the device; only reading it anew can tell.
        this.#failure = saveFailed('append', this.path, cause);
        throw this.#failure;
      }
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #remember(arm: string, drawn: readonly DrawnCandidate[]): void {
    for (const each of drawn) {
      const key = keyOf(arm, each.candidate.questionId);
      const known = [...(this.#drawn.get(key) ?? []), each];
      known.sort((left, right) => left.candidate.sampleIndex - right.candidate.sampleIndex);
      this.#drawn.set(key, known);
    }
  }
}

export function encodeRecords(records: readonly LedgerRecord[]): Uint8Array {
  return new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** Append all bytes and wait until they are on the device. */
export async function writeWhole(file: LedgerFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const count = await file.write(bytes.subarray(written));
    if (count <= 0) throw new Error('the device took no bytes');
    written += count;
  }
  await file.sync();
}

function keyOf(arm: string, questionId: string): string {
  return JSON.stringify([arm, questionId]);
}
