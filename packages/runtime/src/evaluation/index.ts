export { type AnswerHooks, type AnswerQuestionOptions, answerQuestion } from './answer-question.js';
export type { CascadeOptions, Escalation } from './cascade-options.js';
export { expertName } from './escalate.js';
export type { DrawnCandidate, OutcomeError, QuestionOutcome, StoppedBy, WaveCost } from './outcome.js';
export type { ArmProgress } from './progress.js';
export { type ArmRun, type RunArmOptions, runArm } from './run-arm.js';
export { SELF_CHECK } from './self-verify.js';
export { summariseArm } from './summarise-arm.js';
export type { TierStep } from './tier-step.js';
export {
  type FirstDifference,
  type PlanVerification,
  type VerifyPlanOptions,
  verifyPlan,
} from './verify-plan.js';
