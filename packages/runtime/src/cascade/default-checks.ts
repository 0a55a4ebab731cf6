import { arithmeticCheck } from './arithmetic-check.js';
import type { ImmediateCheck } from './check.js';
import { formatCheck } from './format-check.js';
import { groundingCheck } from './grounding-check.js';
import { usageCheck } from './usage-check.js';

/** Checks for worked problems in GSM8K's style, cheapest first. None needs a model. */
export const defaultChecks: readonly ImmediateCheck[] = [formatCheck, arithmeticCheck, groundingCheck, usageCheck];
