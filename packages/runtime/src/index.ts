export type { Calibration, ModelCalibration, PointCalibration, PowerCoefficients } from './calibration/calibration.js';
export { calibrationSchema } from './calibration/calibration-schema.js';
export {
  type CalibrateOptions,
  type CalibrateResult,
  type CalibrationKey,
  calibrateMachine,
  type LearntTime,
  learnTimes,
  type TimedWork,
  writeCachedCalibration,
} from './calibration/index.js';
export type { Candidate } from './cascade/candidate.js';
export type { Check, CheckResult, Verdict } from './cascade/check.js';
export type { Decision } from './cascade/decision.js';
export * from './cascade/index.js';
export type { SamplingState, StoppingRule, StoppingRuleName } from './cascade/stopping-rule.js';
export * from './data-set/index.js';
export type { Question } from './data-set/question.js';
export type {
  Device,
  DeviceAbsence,
  DevicePoint,
  ExecutionProvider,
  Machine,
  MachineMemoryPool,
} from './devices/device.js';
export { type DiscoverOptions, discoverMachine } from './devices/index.js';
export { onnxRuntimeVersion } from './devices/runtime-versions.js';
export { type QeilDirectories, qeilDirectories } from './directories/index.js';
export { describeMeters, type MeterDescription, type OpenMeterOptions, openEnergyMeter } from './energy/index.js';
export type { DeviceActivity, EnergyMeter, EnergyReading, EnergySource, EnergyWindow } from './energy/reading.js';
export {
  type ChooseDriverOptions,
  chooseDriver,
  DEFAULT_SUPERVISOR_SETTINGS,
  DRIVER_NAMES,
  type DriverChoice,
  type DriverName,
  type FaultEvent,
  type GraphFinding,
  graphFindings,
  type KvStrategy,
  rememberedDriver,
  type StartEngineOptions,
  type SupervisorSettings,
  sampleSeed,
  startEngine,
} from './engine/index.js';
export type { SamplingOptions } from './engine/sampling-options.js';
export type { Piece, SplitPlan } from './engine/split-plan.js';
export type {
  Engine,
  FinishReason,
  Placement,
  PruneBelow,
  Sample,
  StageTime,
  TokenEvent,
  WaveHooks,
  WaveRequest,
  WaveResult,
} from './engine/wave.js';
export { EXIT_CODES, exitCodeOf } from './errors/exit-code.js';
export { FAULT_KINDS, type FaultKind } from './errors/fault-kind.js';
export { QeilError, type QeilErrorOptions } from './errors/qeil-error.js';
export type { EvaluationArm } from './evaluation/arm.js';
export * from './evaluation/index.js';
export type { ArmResult, Share } from './evaluation/result.js';
export * from './ledger/index.js';
export type { BundleTokenizer, ModelBundle, WeightFormat } from './model-bundle/bundle.js';
export { type LoadModelBundleOptions, loadModelBundle } from './model-bundle/index.js';
export { canonicalAnswer } from './numbers/canonical-answer.js';
export { canonicalNumber } from './numbers/canonical-number.js';
export type { ExecutablePlan, PlanCertificate } from './planning/executable-plan.js';
export {
  buildPlacementProblem,
  choosePlan,
  type EvaluatedPlan,
  isWrittenPlan,
  machineForPlanFile,
  type PlacementRules,
  type PlanFile,
  type PlanObjective,
  type PlanOptions,
  type PlanResult,
  type PredictionError,
  type ProblemOptions,
  pinPlan,
  planFileOf,
  planOfFile,
  planRequest,
  predictionError,
  REPLAN_ABOVE,
  type RecordedPlan,
  readPlanFile,
  runAlike,
  type StageReport,
  stageReports,
  type WrittenPlan,
} from './planning/index.js';
export {
  type LearnTaskProfileOptions,
  type LearntTaskProfile,
  learnTaskProfile,
  taskProfileFile,
} from './planning/learn-task-profile.js';
export {
  TASK_PROFILE_FILE,
  type TaskProfile,
  type TaskProfileOptions,
  taskProfileOf,
} from './planning/task-profile.js';
export type { TaskProfileFile } from './planning/task-profile-file.js';
export { shippedTallies, type VoteTalliesFile } from './planning/vote-tallies-file.js';
export * from './replay/index.js';
export * from './simulation/index.js';
