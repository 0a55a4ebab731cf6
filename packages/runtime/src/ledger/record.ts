import { z } from 'zod';
import type { Candidate } from '../cascade/candidate.js';
import { FAULT_KINDS } from '../errors/fault-kind.js';
import type { DrawnCandidate, QuestionOutcome } from '../evaluation/outcome.js';
import { withSelfResults } from '../evaluation/self-verify.js';
import { runProvenanceSchema } from './provenance.js';

export const LEDGER_SCHEMA = 'qeil.ledger/1';

const energySourceSchema = z.enum(['counter', 'polled', 'shared', 'modelled', 'none']);
const count = z.number().int().nonnegative();
/** Number of the write that carried the record; the lines of one write are acknowledged together. */
const write = count;

const headerSchema = z.object({
  type: z.literal('header'),
  schema: z.literal(LEDGER_SCHEMA),
  write,
  createdAt: z.string(),
  provenance: runProvenanceSchema,
});

const checkResultSchema = z.object({
  check: z.string(),
  exact: z.boolean(),
  verdict: z.enum(['accept', 'reject', 'unknown']),
  detail: z.string(),
  skipped: z.literal(true).optional(),
  timeS: z.number().optional(),
  energyJ: z.number().nullable().optional(),
});

const tierStepSchema = z.object({
  tier: z.enum(['self', 'escalation']),
  name: z.string(),
  ran: z.boolean(),
  why: z.string(),
  gain: z.number(),
  priceJ: z.number().nullable(),
  timeS: z.number().nullable(),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  energyDetail: z.string(),
  sampleIndex: count.nullable(),
  verdict: z.enum(['accept', 'reject', 'unknown']).nullable(),
  answer: z.string().nullable(),
  text: z.string().nullable(),
});

const waveCostSchema = z.object({
  firstSample: count,
  size: count,
  wallS: z.number(),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  energyDetail: z.string(),
  restarts: count,
});

const candidateSchema = z.object({
  questionId: z.string(),
  sampleIndex: count,
  seed: z.number(),
  tokenIds: z.array(z.number()),
  text: z.string(),
  finishReason: z.enum(['stop', 'length', 'cancelled', 'pruned']),
  /** JSON has no −∞: null stands for it. */
  logProbabilities: z.array(z.number().nullable()),
  deviceId: z.string(),
  answer: z.string().nullable(),
  checks: z.array(checkResultSchema),
  lowestWindowLogProbability: z.number().nullable(),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  planName: z.string(),
});

const candidateRecordSchema = z.object({
  type: z.literal('candidate'),
  write,
  arm: z.string(),
  candidate: candidateSchema,
  wave: waveCostSchema,
});

const questionRecordSchema = z.object({
  type: z.literal('question'),
  write,
  arm: z.string(),
  questionId: z.string(),
  gold: z.string().nullable(),
  promptTokens: count,
  decision: z.object({
    answer: z.string().nullable(),
    reason: z.string(),
    tie: z.boolean(),
    /** Absent in ledgers of earlier versions. */
    probability: z.number().nullable().default(null),
    ranking: z.array(z.object({ answer: z.string(), votes: count, weight: z.number() })),
  }),
  correct: z.boolean().nullable(),
  stoppedBy: z.enum(['lock', 'verified', 'anytime', 'bayes', 'value', 'budget', 'joules', 'failed']),
  stopReason: z.string(),
  waves: count,
  /** Absent in ledgers of earlier versions, which had no dear tiers. */
  tiers: z.array(tierStepSchema).default([]),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  energyDetail: z.string(),
  wallS: z.number(),
  restarts: count,
  error: z.object({ kind: z.enum(FAULT_KINDS), message: z.string(), remedy: z.string().nullable() }).nullable(),
});

/** One line of `ledger.jsonl`: the header first, then one per candidate and one per finished question. */
export const ledgerRecordSchema = z.discriminatedUnion('type', [
  headerSchema,
  candidateRecordSchema,
  questionRecordSchema,
]);

export type LedgerRecord = z.infer<typeof ledgerRecordSchema>;
export type LedgerHeader = z.infer<typeof headerSchema>;
export type CandidateRecord = z.infer<typeof candidateRecordSchema>;
export type QuestionRecord = z.infer<typeof questionRecordSchema>;

/** JSON Schema of one ledger line. */
export function ledgerJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ledgerRecordSchema) };
}

/** A log-probability JSON cannot hold becomes null by `JSON.stringify`; unknown values are written as null, not left out. */
export function candidateRecord(
  arm: string,
  { candidate, wave }: DrawnCandidate,
  writeNumber: number,
): CandidateRecord {
  return {
    type: 'candidate',
    write: writeNumber,
    arm,
    candidate: {
      ...candidate,
      tokenIds: [...candidate.tokenIds],
      logProbabilities: [...candidate.logProbabilities],
      checks: [...candidate.checks],
      answer: candidate.answer ?? null,
      lowestWindowLogProbability: candidate.lowestWindowLogProbability ?? null,
    },
    wave,
  };
}

export function drawnCandidate({ candidate, wave }: CandidateRecord): DrawnCandidate {
  const restored: Candidate = {
    ...candidate,
    logProbabilities: candidate.logProbabilities.map((value) => value ?? Number.NEGATIVE_INFINITY),
    answer: candidate.answer ?? undefined,
    lowestWindowLogProbability: candidate.lowestWindowLogProbability ?? undefined,
  };
  return { candidate: restored, wave };
}

export function questionRecord(outcome: QuestionOutcome, writeNumber: number): QuestionRecord {
  const { candidates: _ownRecords, decision, error, ...rest } = outcome;
  return {
    type: 'question',
    write: writeNumber,
    ...rest,
    tiers: [...rest.tiers],
    decision: { ...decision, answer: decision.answer ?? null, ranking: [...decision.ranking] },
    error: error === undefined ? null : { kind: error.kind, message: error.message, remedy: error.remedy ?? null },
  };
}

export function questionOutcome(record: QuestionRecord, candidates: readonly Candidate[]): QuestionOutcome {
  const { type: _type, write: _write, decision, error, ...rest } = record;
  return {
    ...rest,
    candidates: withSelfResults(candidates, rest.tiers),
    decision: { ...decision, answer: decision.answer ?? undefined },
    ...(error === null
      ? {}
      : {
          error: {
            kind: error.kind,
            message: error.message,
            ...(error.remedy === null ? {} : { remedy: error.remedy }),
          },
        }),
  };
}
