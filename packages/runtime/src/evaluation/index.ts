export { type AnswerHooks, type AnswerQuestionOptions, answerQuestion } from './answer-question.js';
export type { DrawnCandidate, OutcomeError, QuestionOutcome, StoppedBy, WaveCost } from './outcome.js';
export type { ArmProgress } from './progress.js';
export { type ArmRun, type RunArmOptions, runArm } from './run-arm.js';
export { summariseArm } from './summarise-arm.js';
