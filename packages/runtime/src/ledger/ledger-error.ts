import { errorCode } from '../errors/error-code.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ProvenanceDifference } from './provenance.js';

/** Why a ledger was not opened. */
export type LedgerRefusalReason = 'exists' | 'mismatch' | 'locked' | 'damaged';

/** The ledger is there and fine as it is, but may not be used as asked. */
export class LedgerRefusal extends QeilError {
  readonly reason: LedgerRefusalReason;
  /** For `mismatch`: what differs between the recorded run and the one wanted. */
  readonly differences: readonly ProvenanceDifference[];

  constructor(
    message: string,
    reason: LedgerRefusalReason,
    remedy: string,
    differences: readonly ProvenanceDifference[] = [],
  ) {
    super(message, { kind: reason === 'damaged' ? 'input-invalid' : 'usage', remedy });
    this.name = 'LedgerRefusal';
    this.reason = reason;
    this.differences = differences;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, then run again with --resume',
  EDQUOT: 'free some of your quota, then run again with --resume',
  EROFS: 'the file system is read-only: choose another --out',
  EACCES: 'give yourself write permission or choose another --out',
  EPERM: 'give yourself write permission or choose another --out',
  ENOTDIR: 'part of the path is a file: choose another --out',
  EISDIR: 'a directory is in the way: choose another --out',
};

/** A result that could not be kept. */
export function saveFailed(action: string, path: string, cause: unknown): QeilError {
  if (QeilError.isInstance(cause)) return cause;
  const code = errorCode(cause);
  const why = code ?? (cause instanceof Error ? cause.message : String(cause));
  return new QeilError(`${path}: cannot ${action}: ${why}`, {
    kind: 'save-failed',
    remedy: REMEDIES[code ?? ''] ?? 'check the disk, then run again with --resume',
    cause,
  });
}
