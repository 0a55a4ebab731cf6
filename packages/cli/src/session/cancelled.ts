import { QeilError } from '@qeil/runtime/errors';

/** What a command throws when it was asked to stop before there was anything to report. */
export function cancelledError(): QeilError {
  return new QeilError('stopped before there was a result', { kind: 'cancelled' });
}

export function isCancelled(error: unknown): boolean {
  return QeilError.isInstance(error) && error.kind === 'cancelled';
}
