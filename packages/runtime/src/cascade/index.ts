export { arithmeticCheck } from './arithmetic-check.js';
export { candidateBeliefs } from './candidate-beliefs.js';
export { parseCheck } from './checkers/parse-check.js';
export { decide } from './decide.js';
export { defaultChecks } from './default-checks.js';
export { extractAnswer } from './extract-answer.js';
export { formatCheck } from './format-check.js';
export { groundingCheck } from './grounding-check.js';
export { judgeSample, referenceMatcher } from './judge-sample.js';
export {
  CascadeKnowledge,
  type CheckRecord,
  type ExpertRecord,
  type KnowledgeRecord,
  meanEnergyJ,
} from './knowledge/cascade-knowledge.js';
export { type KnowledgeKey, type LoadedKnowledge, loadKnowledge } from './knowledge/knowledge-file.js';
export { type JudgedQuestion, learnReliability } from './reliability/learn-reliability.js';
export { LEAST_QUESTIONS, Reliability } from './reliability/reliability.js';
export { RELIABILITY_FILE, reliabilityFile, reliabilityOf } from './reliability/reliability-file.js';
export { NO_RELIABILITY, plusReliability, type ReliabilityRecord } from './reliability/reliability-record.js';
export { type Economy, TRIALS } from './run-checks.js';
export { STOPPING_RULE_NAMES } from './stopping-rule.js';
export {
  DEFAULT_ALPHA,
  DEFAULT_CONFIDENCE,
  STOPPING_RULES,
  type StoppingRuleOptions,
  stoppingRule,
} from './stopping-rules.js';
export { usageCheck } from './usage-check.js';
export type { SamplingWorth } from './value-rule.js';
export { isRejected, isVerified, type Selection, voteOf } from './votes.js';
