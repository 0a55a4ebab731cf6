export type { Calibration, CalibrationBin } from './calibration-bins.js';
export { candidateRule } from './candidate-rule.js';
export { readRecording } from './read-recording.js';
export type { CostUnit, RecordedQuestion, RecordedVerdict, Recording } from './recorded-question.js';
export { type ReplayOptions, type ReplayResult, replay } from './replay.js';
export {
  anytimeRule,
  bayesRule,
  fullVote,
  lockRule,
  type ReplayRule,
  replayChain,
  type ValueRuleOptions,
  valueRule,
  verifiedRule,
  verifiedWorthRule,
  voteLocked,
  withProbability,
} from './replay-rules.js';
export { ReplayVote } from './replay-vote.js';
export { successPrior, talliesOf } from './tallies-of.js';
