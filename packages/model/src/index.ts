export { type AnswerBeliefs, beliefsFromVotes, bestBelief } from './cascade/answer-beliefs.js';
export { beliefsAfterCheck, expectedCheckGain, verdictProbability } from './cascade/check-gain.js';
export {
  type CheckCounts,
  type CheckRates,
  type CheckVerdict,
  checkRates,
  NO_CHECK_COUNTS,
} from './cascade/check-rates.js';
export { confidenceBar } from './cascade/confidence-bar.js';
export { beliefsAfterExpert, expectedExpertGain } from './cascade/expert-gain.js';
export { type CascadeLimits, type CascadeStep, stepPays } from './cascade/step-pays.js';
export { BOLTZMANN_EV_PER_K, BOLTZMANN_J_PER_K, ELEMENTARY_CHARGE_C, ZERO_CELSIUS_K } from './constants.js';
export { type InvalidValue, InvalidValueError, QeilModelError } from './errors.js';
export {
  type ExponentialHeat,
  type ExponentialSteadyState,
  exponentialSteadyState,
} from './heat/exponential-leakage.js';
export { lambertW0 } from './heat/lambert-w.js';
export { leakagePowerW, leakageSlopeWPerK } from './heat/leakage.js';
export { type HeatBalance, type SteadyState, steadyState } from './heat/steady-state.js';
export { thermalYield } from './heat/thermal-yield.js';
export { transientTemperatureK } from './heat/transient.js';
export { capacityPressure } from './memory/capacity-pressure.js';
export { erlangB } from './memory/erlang-b.js';
export { type SpillPolicy, spillMissShare } from './memory/spill.js';
export { dominates } from './pareto/dominance.js';
export { hypervolume } from './pareto/hypervolume.js';
export { type Knee, knee } from './pareto/knee.js';
export { nonDominated } from './pareto/non-dominated.js';
export type { Objectives } from './pareto/objectives.js';
export { checkPlan } from './placement/check-plan.js';
export { checkPlacementProblem } from './placement/check-problem.js';
export { encodePlacementProblem, PLACEMENT_ENCODING_VERSION } from './placement/encode.js';
export { evaluatePlacement } from './placement/evaluate.js';
export type { EnergyBreakdown, PlacementEvaluation, ThermalState } from './placement/evaluation.js';
export { greedyV1Plan } from './placement/greedy-v1-plan.js';
export { highestRatePoint } from './placement/highest-rate-point.js';
export type { PlacementPlan } from './placement/plan.js';
export type {
  LeakageLaw,
  LinkCost,
  MemoryPool,
  OperatingPoint,
  PerPhase,
  PlacementBounds,
  PlacementDevice,
  PlacementProblem,
  PlacementRequest,
  PowerDomain,
  StageWork,
  ThermalDomain,
} from './placement/problem.js';
export { standardBatchedPlan, standardPlan } from './placement/standard-plan.js';
export { type Random, randomFromWords, seededRandom } from './random/random.js';
export { seedWords } from './random/seed.js';
export type { XoshiroWords } from './random/xoshiro128.js';
export { type BootstrapOptions, bootstrapInterval } from './statistics/bootstrap.js';
export { intelligencePerWatt, joulesPerCorrectAnswer } from './statistics/intelligence-per-watt.js';
export type { Interval } from './statistics/interval.js';
export { type Answer, countVotes, type Majority, majorityAnswer, majorityAtK } from './statistics/majority.js';
export { type NeededSamplesOptions, neededSamplesDistribution } from './statistics/needed-samples.js';
export { normalQuantile } from './statistics/normal-quantile.js';
export { meanPassAtK, passAtK, type SampleCount } from './statistics/pass-at-k.js';
export { anytimeLogEvidence, leaderBeatsRunnerUp, lockReached } from './statistics/stopping.js';
export { waveStepTables } from './statistics/wave-steps.js';
export { wilsonInterval } from './statistics/wilson.js';
export { checkDecoderShape, type DecoderShape } from './work/decoder-shape.js';
export { type DecoderWorkload, decoderStages } from './work/decoder-stages.js';
export { kvBytePerTokenLayer, layerParameters, parameterCount, tableParameters } from './work/parameters.js';
export {
  dasi,
  intensityFlopPerByte,
  mbu,
  type Rates,
  ridgeFlopPerByte,
  rooflineTimeS,
  type Work,
} from './work/roofline.js';
