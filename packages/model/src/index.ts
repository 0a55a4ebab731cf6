export { type AnswerBeliefs, beliefsFromVotes, bestBelief } from './cascade/answer-beliefs.js';
export { beliefsAfterCheck, expectedCheckGain, verdictProbability } from './cascade/check-gain.js';
export {
  type CheckCounts,
  type CheckRates,
  type CheckVerdict,
  checkRates,
  NO_CHECK_COUNTS,
  VERDICTS,
} from './cascade/check-rates.js';
export { confidenceBar } from './cascade/confidence-bar.js';
export { beliefsAfterExpert, expectedExpertGain } from './cascade/expert-gain.js';
export { pooledBeliefs } from './cascade/pooled-beliefs.js';
export { type CascadeLimits, type CascadeStep, stepPays } from './cascade/step-pays.js';
export { BOLTZMANN_EV_PER_K, BOLTZMANN_J_PER_K, ELEMENTARY_CHARGE_C, ZERO_CELSIUS_K } from './constants.js';
export { type InvalidValue, InvalidValueError, QeilModelError, UnsupportedModelError } from './errors.js';
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
export { kvBlockCount, kvBlockWaste } from './memory/kv-blocks.js';
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
export { type EnergyPart, explainEnergy, sumEnergyBy } from './placement/explain-energy.js';
export { greedyV1Plan } from './placement/greedy-v1-plan.js';
export { highestRatePoint } from './placement/highest-rate-point.js';
export type { PlacementPlan } from './placement/plan.js';
export { powerDraws } from './placement/power-draw.js';
export {
  evaluateWithPreemption,
  type KvAllocator,
  type PoolBlocking,
  type PreemptionEvaluation,
} from './placement/preemption.js';
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
export {
  operatingPoints,
  type PointScale,
  type SourcedPoint,
  scaledLeakage,
  scaledPoint,
} from './placement/scaled-point.js';
export { type CycleBounds, decodeCycleBounds } from './placement/simulate/cycle-bounds.js';
export { type PipelineRounds, simulateDecodeCycleS } from './placement/simulate/simulate-pipeline.js';
export { type BackingStore, evaluateWithSpill, type SpillEvaluation } from './placement/spill.js';
export { standardBatchedPlan, standardPlan } from './placement/standard-plan.js';
export { decodePassByte, decodeStageS, prefillStageS } from './placement/time.js';
export {
  type DomainCourse,
  type DomainNow,
  evaluateFromNow,
  type TransientEvaluation,
} from './placement/transient-heat.js';
export { type Random, randomFromWords, seededRandom } from './random/random.js';
export { seedWords } from './random/seed.js';
export type { XoshiroWords } from './random/xoshiro128.js';
export { type AnytimeVerdict, anytimeLeader } from './statistics/anytime-leader.js';
export { type BootstrapOptions, bootstrapInterval } from './statistics/bootstrap.js';
export {
  brierScore,
  expectedCalibrationError,
  type Forecast,
  type ReliabilityBin,
  reliabilityBins,
} from './statistics/calibration.js';
export {
  type CalibrationMap,
  type CountedForecasts,
  calibratedProbability,
  fitCalibrationMap,
  logOddsOf,
} from './statistics/calibration-map.js';
export { failuresWorthTrying } from './statistics/check-failures.js';
export {
  type CoveragePoint,
  type FitError,
  type FixedExponents,
  fitPowerCoverage,
  fitSizedCoverage,
  type PowerCoverageLaw,
  powerCoverage,
  type SizedCoverageLaw,
  type SizedCoveragePoint,
  sizedCoverage,
} from './statistics/coverage-law.js';
export {
  energyPerCoveredQuestionJ,
  type PricePowerPerformance,
  pricePowerPerformance,
} from './statistics/efficiency.js';
export { intelligencePerWatt, joulesPerCorrectAnswer } from './statistics/intelligence-per-watt.js';
export type { Interval } from './statistics/interval.js';
export { type Answer, countVotes, type Majority, majorityAnswer, majorityAtK } from './statistics/majority.js';
export { type NeededSamplesOptions, neededSamplesDistribution } from './statistics/needed-samples.js';
export { neededSamplesOfMean } from './statistics/needed-samples-of-mean.js';
export { normalQuantile } from './statistics/normal-quantile.js';
export { optimalStopping, type StoppingChoice, type StoppingState } from './statistics/optimal-stopping.js';
export { meanPassAtK, passAtK, type SampleCount } from './statistics/pass-at-k.js';
export { anytimeLogEvidence, leaderBeatsRunnerUp, lockReached } from './statistics/stopping.js';
export { learnVoteChain, type VoteChain, type VoteChainOptions, voteState } from './statistics/vote-chain.js';
export { tallySize, type VoteTally } from './statistics/vote-tally.js';
export { waveStepTables } from './statistics/wave-steps.js';
export { wilsonInterval } from './statistics/wilson.js';
export {
  checkDecoderShape,
  type DecoderBiases,
  type DecoderBlock,
  type DecoderShape,
  type ExpertMixture,
} from './work/decoder-shape.js';
export { type DecoderWorkload, decoderStages } from './work/decoder-stages.js';
export { type EnergyCoefficients, energyOfWorkJ } from './work/energy-per-work.js';
export { expectedDistinctExperts } from './work/experts.js';
export { DECODER_FAMILIES, type DecoderFamily, type DecoderFamilyName } from './work/families.js';
export {
  activeParameterCount,
  kvBytePerTokenLayer,
  layerCacheByte,
  layerParameters,
  parameterCount,
  tableParameters,
} from './work/parameters.js';
export {
  dasi,
  intensityFlopPerByte,
  mbu,
  type Rates,
  ridgeFlopPerByte,
  rooflineTimeS,
  type Work,
} from './work/roofline.js';
export { decoderShapeFromConfig, SUPPORTED_MODEL_TYPES } from './work/shape-from-config.js';
export {
  type BlockLayout,
  blockBitsPerParameter,
  WEIGHT_FORMATS,
  type WeightFormat,
  type WeightFormatName,
} from './work/weight-formats.js';
