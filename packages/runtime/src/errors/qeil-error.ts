import type { FaultKind } from './fault-kind.js';

const MARKER = Symbol.for('qeil.error');

export interface QeilErrorOptions {
  readonly kind: FaultKind;
  /** What to do about it, one sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** Base of every error the runtime throws on purpose. The message says what, where and why; `remedy` says what to do. */
export class QeilError extends Error {
  readonly kind: FaultKind;
  readonly remedy: string | undefined;
  readonly [MARKER] = true;

  constructor(message: string, options: QeilErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'QeilError';
    this.kind = options.kind;
    this.remedy = options.remedy;
  }

  /** True also for an instance made by another copy of this package. */
  static isInstance(value: unknown): value is QeilError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
