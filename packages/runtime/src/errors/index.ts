export { EXIT_CODES, exitCodeOf } from './exit-code.js';
export { FAULT_KINDS, type FaultKind } from './fault-kind.js';
export { QeilError, type QeilErrorOptions } from './qeil-error.js';
