/** Every way a run can go wrong. One enum for scheduler, exit codes, ledger and report. */
export const FAULT_KINDS = [
  'usage', // a flag, config or request that cannot be meant
  'input-invalid', // a data file, prompt or config value that breaks its schema
  'file-missing',
  'file-unreadable',
  'model-invalid', // not a model, or a broken one
  'model-unsupported', // a model this engine cannot run
  'device-unavailable',
  'device-died',
  'device-hung',
  'device-quarantined',
  'output-invalid', // NaN logits or a wrong canary
  'out-of-memory',
  'question-poisoned', // killed its device process twice
  'too-hot',
  'goal-missed', // bounds that no plan meets
  'save-failed',
  'cancelled',
  'internal',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
