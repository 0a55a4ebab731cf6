import { QeilError } from '../../errors/qeil-error.js';

/** A check that was asked for and cannot be meant. */
export class CheckSpecProblem extends QeilError {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { kind: 'usage', remedy: 'docs/cascade.md lists the checks and their arguments', ...options });
  }
}
