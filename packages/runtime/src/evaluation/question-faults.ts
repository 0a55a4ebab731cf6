import type { FaultKind } from '../errors/fault-kind.js';

/** Faults that end one question and leave the run going; every other one ends the run. */
export const QUESTION_FAULTS: ReadonlySet<FaultKind> = new Set([
  'question-poisoned',
  'out-of-memory',
  'output-invalid',
  'input-invalid',
  'device-died',
  'device-hung',
]);
