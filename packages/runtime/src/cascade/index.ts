export { arithmeticCheck } from './arithmetic-check.js';
export { decide } from './decide.js';
export { defaultChecks } from './default-checks.js';
export { extractAnswer } from './extract-answer.js';
export { formatCheck } from './format-check.js';
export { groundingCheck } from './grounding-check.js';
export { judgeSample } from './judge-sample.js';
export { DEFAULT_CONFIDENCE, STOPPING_RULES, type StoppingRuleOptions, stoppingRule } from './stopping-rules.js';
export { isRejected, isVerified, type Selection } from './votes.js';
