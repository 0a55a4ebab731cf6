import type { FaultKind } from './fault-kind.js';

/** Process exit codes, documented in `docs/exit-codes.md`. A signal n exits with 128 + n. */
export const EXIT_CODES = {
  done: 0,
  bug: 1,
  usage: 2,
  nothingUsable: 3,
  partial: 4,
  notSaved: 5,
  safety: 6,
  goalMissed: 99,
  interrupted: 130,
} as const;

/** The exit code a fault leads to when it ends the program. */
export function exitCodeOf(kind: FaultKind): number {
  switch (kind) {
    case 'usage':
    case 'input-invalid':
      return EXIT_CODES.usage;
    case 'file-missing':
    case 'file-unreadable':
    case 'model-invalid':
    case 'model-unsupported':
    case 'device-unavailable':
    case 'device-quarantined':
      return EXIT_CODES.nothingUsable;
    case 'device-died':
    case 'device-hung':
    case 'output-invalid':
    case 'out-of-memory':
    case 'question-poisoned':
      return EXIT_CODES.partial;
    case 'save-failed':
      return EXIT_CODES.notSaved;
    case 'too-hot':
      return EXIT_CODES.safety;
    case 'goal-missed':
      return EXIT_CODES.goalMissed;
    case 'cancelled':
      return EXIT_CODES.interrupted;
    case 'internal':
      return EXIT_CODES.bug;
  }
}
