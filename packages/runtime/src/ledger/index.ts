export type { LedgerFile, LedgerFileSystem, ProcessIdentity, ProcessTable } from './file-system.js';
export type { Ledger } from './ledger.js';
export { LedgerRefusal, type LedgerRefusalReason } from './ledger-error.js';
export { LEDGER_FILE, type OpenLedgerOptions, openLedger } from './open-ledger.js';
export type { ParsedLedger } from './parse-ledger.js';
export { type ProvenanceDifference, type ProvenanceOptions, type RunProvenance, runProvenance } from './provenance.js';
export { readLedger } from './read-ledger.js';
export { type RecordedRun, readRecordedProvenance, readRecordedRun } from './read-recorded-run.js';
export { drawnCandidate, LEDGER_SCHEMA, type LedgerRecord, ledgerJsonSchema, ledgerRecordSchema } from './record.js';
