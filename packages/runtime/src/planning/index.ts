export { buildPlacementProblem, type ProblemOptions } from './build-placement-problem.js';
export { choosePlan, type EvaluatedPlan, type PlanObjective } from './choose-plan.js';
export type { ExecutablePlan, PlanCertificate } from './executable-plan.js';
export { pinPlan, type RecordedPlan } from './pin-plan.js';
export { type PlacementRules, withPlacementRules } from './placement-rules.js';
export {
  isWrittenPlan,
  machineForPlanFile,
  type PlanFile,
  planFileOf,
  planOfFile,
  readPlanFile,
  type WrittenPlan,
} from './plan-file.js';
export { type PlanOptions, type PlanResult, planRequest } from './plan-request.js';
export { runAlike } from './run-alike.js';
export {
  type PredictionError,
  predictionError,
  REPLAN_ABOVE,
  type StageReport,
  stageReports,
} from './stage-reports.js';
