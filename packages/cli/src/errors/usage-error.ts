import { QeilError } from '@qeil/runtime/errors';

/** A command line or config file that cannot be meant. */
export function usageError(message: string, remedy: string): QeilError {
  return new QeilError(message, { kind: 'usage', remedy });
}
