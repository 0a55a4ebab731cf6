import { describe, expect, it } from 'vitest';
import * as model from '../src/index.js';
import { problem } from './placement/fixtures.js';
import { expectRefused, type Refusal, wrong } from './refused.js';
import { CONFIGS } from './work/configs.js';

const NAN = Number.NaN;
const random = () => model.seededRandom(1);
const rates = { flopRate: 1, byteRate: 1 };
const point = { samples: 1, coverage: 0.5, parameters: 1, tokens: 1 };
const body = {
  ambient: 25,
  resistanceKPerW: 1,
  heatW: 1,
  referencePowerW: 1,
  reference: 60,
  growthPerK: 0.01,
};
const forecast = { probability: 0.5, correct: true };
const price = { correctPerSecond: 1, price: 1, meanPowerW: 1 };
const layout = { bits: 4, blockSize: 32, scaleBits: 16 };
const free = { joulePerFlop: 0, joulePerByte: 0, activePowerW: 0 };
const capped = (capW: unknown) =>
  model.checkPlacementProblem(problem({ powerDomains: [{ name: 'board', capW: wrong(capW) }] }));

const REFUSALS: readonly Refusal[] = [
  ['capacityPressure', 'demandByte', 'finite number ≥ 0', () => model.capacityPressure(-1, 1)],
  ['capacityPressure', 'usableByte', 'finite number > 0', () => model.capacityPressure(1, 0)],
  ['erlangB', 'blocks', 'integer ≥ 0', () => model.erlangB(-1, 1)],
  ['erlangB', 'offeredLoad', 'finite number ≥ 0', () => model.erlangB(1, -1)],
  ['kvBlockCount', 'tokens', 'finite number ≥ 0', () => model.kvBlockCount(-1, 1)],
  ['kvBlockCount', 'blockTokens', 'integer ≥ 1', () => model.kvBlockCount(1, 0)],
  ['kvBlockWaste', 'tokens', 'array with at least one entry', () => model.kvBlockWaste([], 1)],
  ['kvBlockWaste', 'tokens[1]', 'integer ≥ 0', () => model.kvBlockWaste([1, -1], 1)],
  ['kvBlockWaste', 'sum of tokens', 'integer ≥ 1', () => model.kvBlockWaste([0, 0], 1)],
  ['spillMissShare', 'weightByte', 'finite number ≥ 0', () => model.spillMissShare(-1, 1, 'lru')],
  ['spillMissShare', 'capacityByte', 'finite number ≥ 0', () => model.spillMissShare(1, -1, 'lru')],
  ['spillMissShare', 'policy', '"pinned" or "lru"', () => model.spillMissShare(1, 1, wrong('fifo'))],
  ['exponentialSteadyState', 'ambient', 'finite number', () => model.exponentialSteadyState({ ...body, ambient: NAN })],
  ['exponentialSteadyState', 'reference', 'finite', () => model.exponentialSteadyState({ ...body, reference: NAN })],
  [
    'exponentialSteadyState',
    'resistanceKPerW',
    '≥ 0',
    () => model.exponentialSteadyState({ ...body, resistanceKPerW: -1 }),
  ],
  ['exponentialSteadyState', 'heatW', '≥ 0', () => model.exponentialSteadyState({ ...body, heatW: -1 })],
  [
    'exponentialSteadyState',
    'referencePowerW',
    '≥ 0',
    () => model.exponentialSteadyState({ ...body, referencePowerW: -1 }),
  ],
  ['exponentialSteadyState', 'growthPerK', '> 0', () => model.exponentialSteadyState({ ...body, growthPerK: 0 })],
  ['lambertW0', 'x', 'finite number ≥ −1/e', () => model.lambertW0(Number.POSITIVE_INFINITY)],
  ['transientTemperatureK', 'nowK', 'finite number', () => model.transientTemperatureK(NAN, 1, 1, 1)],
  ['transientTemperatureK', 'settledK', 'finite number', () => model.transientTemperatureK(1, NAN, 1, 1)],
  ['transientTemperatureK', 'timeConstantS', '> 0', () => model.transientTemperatureK(1, 1, 0, 1)],
  ['transientTemperatureK', 'timeS', '≥ 0', () => model.transientTemperatureK(1, 1, 1, -1)],
  ['dominates', 'member 1', 'have 1 objectives like the first', () => model.dominates([1], [1, 2])],
  ['dominates', 'objective 1 of member 0', 'not be NaN', () => model.dominates([1, NAN], [1, 2])],
  ['nonDominated', 'objective 0 of member 1', 'not be NaN', () => model.nonDominated([[1], [NAN]], (one) => one)],
  ['hypervolume', 'reference', 'have 2 or 3 objectives', () => model.hypervolume([], [1])],
  ['hypervolume', 'reference', 'have 2 or 3 objectives', () => model.hypervolume([], [1, 1, 1, 1])],
  ['hypervolume', 'reference[1]', 'finite number', () => model.hypervolume([], [1, Number.POSITIVE_INFINITY])],
  [
    'hypervolume',
    'objective 0 of member 1',
    'finite',
    () => model.hypervolume([[Number.NEGATIVE_INFINITY, 0]], [1, 1]),
  ],
  ['knee', 'front', 'array with at least one entry', () => model.knee([])],
  ['knee', 'objective 0 of member 0', 'finite number', () => model.knee([[Number.POSITIVE_INFINITY]])],
  ['bootstrapInterval', 'values', 'at least one entry', () => model.bootstrapInterval([], { random: random() })],
  ['bootstrapInterval', 'values[1]', 'finite', () => model.bootstrapInterval([1, NAN], { random: random() })],
  [
    'bootstrapInterval',
    'resamples',
    'integer ≥ 1',
    () => model.bootstrapInterval([1], { random: random(), resamples: 0 }),
  ],
  ['bootstrapInterval', 'level', 'between 0 and 1', () => model.bootstrapInterval([1], { random: random(), level: 0 })],
  ['bootstrapInterval', 'level', 'between 0 and 1', () => model.bootstrapInterval([1], { random: random(), level: 1 })],
  ['wilsonInterval', 'trials', 'integer ≥ 1', () => model.wilsonInterval(0, 0)],
  ['wilsonInterval', 'successes', 'integer in 0 … 5', () => model.wilsonInterval(6, 5)],
  ['wilsonInterval', 'level', 'between 0 and 1', () => model.wilsonInterval(1, 5, 0)],
  ['wilsonInterval', 'level', 'between 0 and 1', () => model.wilsonInterval(1, 5, 1)],
  ['normalQuantile', 'probability', 'between 0 and 1', () => model.normalQuantile(0)],
  ['normalQuantile', 'probability', 'between 0 and 1', () => model.normalQuantile(1)],
  ['neededSamplesDistribution', 'budget', 'integer ≥ 1', () => model.neededSamplesDistribution([1], 0)],
  ['neededSamplesDistribution', 'observed', 'or be smoothed with addOne', () => model.neededSamplesDistribution([], 2)],
  ['neededSamplesDistribution', 'observed[1]', 'integer in 1 … 2', () => model.neededSamplesDistribution([1, 3], 2)],
  ['waveStepTables', 'lengths', 'at least one entry', () => model.waveStepTables([], 1)],
  ['waveStepTables', 'lengths[0]', 'finite number > 0', () => model.waveStepTables([0], 1)],
  ['waveStepTables', 'budget', 'integer ≥ 1', () => model.waveStepTables([1], 0)],
  ['lockReached', 'remaining', 'integer ≥ 0', () => model.lockReached([], -1)],
  ['lockReached', 'votes[0]', 'integer ≥ 1', () => model.lockReached([0], 1)],
  ['leaderBeatsRunnerUp', 'leaderVotes', 'integer ≥ 0', () => model.leaderBeatsRunnerUp(-1, 0)],
  ['leaderBeatsRunnerUp', 'runnerUpVotes', 'integer ≥ 0', () => model.leaderBeatsRunnerUp(0, -1)],
  ['anytimeLogEvidence', 'leaderVotes', 'integer ≥ 0', () => model.anytimeLogEvidence(-1, 0)],
  ['anytimeLogEvidence', 'rivalVotes', 'integer ≥ 0', () => model.anytimeLogEvidence(0, -1)],
  ['intelligencePerWatt', 'accuracyPercent', '≥ 0', () => model.intelligencePerWatt(-1, 1)],
  ['intelligencePerWatt', 'accuracyPercent', 'at most 100', () => model.intelligencePerWatt(101, 1)],
  ['intelligencePerWatt', 'meanPowerW', '> 0', () => model.intelligencePerWatt(1, 0)],
  ['joulesPerCorrectAnswer', 'energyJ', '≥ 0', () => model.joulesPerCorrectAnswer(-1, 1)],
  ['joulesPerCorrectAnswer', 'correct', 'integer ≥ 0', () => model.joulesPerCorrectAnswer(1, -1)],
  ['passAtK', 'samples', 'integer ≥ 1', () => model.passAtK({ samples: 0, correct: 0 }, 1)],
  ['passAtK', 'correct', 'integer in 0 … 2', () => model.passAtK({ samples: 2, correct: 3 }, 1)],
  ['passAtK', 'k', 'integer in 1 … 2', () => model.passAtK({ samples: 2, correct: 1 }, 3)],
  ['passAtK', 'counts', 'at least one entry', () => model.meanPassAtK([], 1)],
  ['majorityAtK', 'questions', 'at least one entry', () => model.majorityAtK([], 1)],
  [
    'majorityAtK',
    'k for questions[0]',
    'integer in 1 … 1',
    () => model.majorityAtK([{ answers: ['1'], gold: '1' }], 2),
  ],
  ['energyPerCoveredQuestionJ', 'energyJ', '≥ 0', () => model.energyPerCoveredQuestionJ(-1, 1)],
  ['energyPerCoveredQuestionJ', 'covered', 'integer ≥ 0', () => model.energyPerCoveredQuestionJ(1, -1)],
  [
    'pricePowerPerformance',
    'correctPerSecond',
    '≥ 0',
    () => model.pricePowerPerformance({ ...price, correctPerSecond: -1 }),
  ],
  ['pricePowerPerformance', 'price', '> 0', () => model.pricePowerPerformance({ ...price, price: 0 })],
  ['pricePowerPerformance', 'meanPowerW', '> 0', () => model.pricePowerPerformance({ ...price, meanPowerW: 0 })],
  ['brierScore', 'forecasts', 'at least one entry', () => model.brierScore([])],
  [
    'brierScore',
    'forecasts[1].probability',
    'in [0, 1]',
    () => model.brierScore([forecast, { ...forecast, probability: 2 }]),
  ],
  ['brierScore', 'forecasts[0].probability', 'in [0, 1]', () => model.brierScore([{ ...forecast, probability: -0.1 }])],
  ['brierScore', 'forecasts[0].probability', 'in [0, 1]', () => model.brierScore([{ ...forecast, probability: NAN }])],
  [
    'brierScore',
    'forecasts[0].probability',
    'number',
    () => model.brierScore([{ ...forecast, probability: wrong('0.5') }]),
  ],
  ['checkPlacementProblem', 'problem.powerDomains[0].capW', 'Infinity for none', () => capped('5')],
  ['checkPlacementProblem', 'problem.powerDomains[0].capW', 'Infinity for none', () => capped(0)],
  ['brierScore', 'forecasts[0].correct', 'true or false', () => model.brierScore([{ ...forecast, correct: wrong(1) }])],
  ['expectedCalibrationError', 'forecasts', 'at least one entry', () => model.expectedCalibrationError([])],
  ['expectedCalibrationError', 'bins', 'integer ≥ 1', () => model.expectedCalibrationError([forecast], 0)],
  ['fitPowerCoverage', 'points', 'at least one entry', () => model.fitPowerCoverage([])],
  ['fitPowerCoverage', 'points[0].samples', '> 0', () => model.fitPowerCoverage([{ ...point, samples: 0 }])],
  [
    'fitPowerCoverage',
    'points[0].coverage',
    'inside (0, 1)',
    () => model.fitPowerCoverage([{ ...point, coverage: 1 }]),
  ],
  ['fitPowerCoverage', 'points', 'vary in samples on its own', () => model.fitPowerCoverage([point, point])],
  ['fitSizedCoverage', 'points', 'at least one entry', () => model.fitSizedCoverage([])],
  ['fitSizedCoverage', 'points[0].tokens', '> 0', () => model.fitSizedCoverage([{ ...point, tokens: 0 }])],
  [
    'fitSizedCoverage',
    'points[0].coverage',
    'inside (0, 1)',
    () => model.fitSizedCoverage([{ ...point, coverage: 0 }]),
  ],
  ['fitSizedCoverage', 'points', 'vary in parameters on its own', () => model.fitSizedCoverage([point, point])],
  ['seedWords', 'seed', 'integer ≥ 0', () => model.seededRandom(-1)],
  ['seedWords', 'label', 'a string', () => model.seededRandom(1, wrong(2))],
  ['seedWords', 'index', 'integer ≥ 0', () => model.seededRandom(1, '', -1)],
  ['Random.integer', 'bound', 'integer in 1 … 4294967296', () => random().integer(0)],
  ['rooflineTimeS', 'work.flop', '≥ 0', () => model.rooflineTimeS({ flop: -1, byte: 1 }, rates)],
  ['rooflineTimeS', 'work.byte', '≥ 0', () => model.rooflineTimeS({ flop: 1, byte: -1 }, rates)],
  [
    'rooflineTimeS',
    'rates.flopRate',
    '> 0',
    () => model.rooflineTimeS({ flop: 1, byte: 1 }, { ...rates, flopRate: 0 }),
  ],
  [
    'rooflineTimeS',
    'rates.byteRate',
    '> 0',
    () => model.rooflineTimeS({ flop: 1, byte: 1 }, { ...rates, byteRate: 0 }),
  ],
  ['ridgeFlopPerByte', 'rates.byteRate', '> 0', () => model.ridgeFlopPerByte({ ...rates, byteRate: 0 })],
  ['intensityFlopPerByte', 'work.flop', '≥ 0', () => model.intensityFlopPerByte({ flop: -1, byte: 1 })],
  ['intensityFlopPerByte', 'work.byte', '> 0', () => model.intensityFlopPerByte({ flop: 1, byte: 0 })],
  ['dasi', 'max(W/π, Q/β)', '> 0', () => model.dasi({ flop: 0, byte: 0 }, rates)],
  ['mbu', 'max(W/π, Q/β)', '> 0', () => model.mbu({ flop: 0, byte: 0 }, rates)],
  ['mbu', 'rates.flopRate', '> 0', () => model.mbu({ flop: 1, byte: 1 }, { ...rates, flopRate: -1 })],
  ['energyOfWorkJ', 'work.flop', '> 0', () => model.energyOfWorkJ({ flop: 0, byte: 1 }, rates, free)],
  ['energyOfWorkJ', 'phi', 'in (0, 1]', () => model.energyOfWorkJ({ flop: 1, byte: 1 }, rates, { ...free, phi: 0 })],
  ['expectedDistinctExperts', 'count', 'integer ≥ 1', () => model.expectedDistinctExperts(0, 1, 1)],
  ['expectedDistinctExperts', 'active', 'integer in 1 … 2', () => model.expectedDistinctExperts(2, 3, 1)],
  ['expectedDistinctExperts', 'tokens', '≥ 0', () => model.expectedDistinctExperts(2, 1, -1)],
  ['blockBitsPerParameter', 'bits', '> 0', () => model.blockBitsPerParameter({ ...layout, bits: 0 })],
  ['blockBitsPerParameter', 'blockSize', '> 0', () => model.blockBitsPerParameter({ ...layout, blockSize: 0 })],
  ['blockBitsPerParameter', 'scaleBits', '> 0', () => model.blockBitsPerParameter({ ...layout, scaleBits: 0 })],
  [
    'blockBitsPerParameter',
    'zeroPointBits',
    '≥ 0',
    () => model.blockBitsPerParameter({ ...layout, zeroPointBits: -1 }),
  ],
  [
    'scaledLeakage',
    'voltage',
    '> 0',
    () => model.scaledLeakage({ referencePowerW: 1, referenceK: 1, activationEv: 1 }, 0),
  ],
  ['checkDecoderShape', 'shape', 'an object', () => model.checkDecoderShape(wrong(null))],
  ['checkDecoderShape', 'shape.width', 'integer ≥ 1', () => model.parameterCount({ ...LLAMA, width: 0 })],
  ['layerParameters', 'layer', 'integer in 0 … 15', () => model.layerParameters(LLAMA, -1)],
  ['decoderShapeFromConfig', 'config', 'an object', () => model.decoderShapeFromConfig(3)],
  ['decoderShapeFromConfig', 'config.model_type', 'a string', () => model.decoderShapeFromConfig({})],
  [
    'decoderShapeFromConfig',
    'config.vocab_size',
    'integer ≥ 1',
    () => model.decoderShapeFromConfig({ ...CONFIGS.llama1b, vocab_size: 0 }),
  ],
  ['decoderStages', 'workload.newTokens', '> 0', () => model.decoderStages(LLAMA, { ...ASKED, newTokens: 0 })],
  ['decoderStages', 'workload.promptTokens', '≥ 1', () => model.decoderStages(LLAMA, { ...ASKED, promptTokens: 0 })],
  [
    'decoderStages',
    'workload.kvBytePerNumber',
    '> 0',
    () => model.decoderStages(LLAMA, { ...ASKED, kvBytePerNumber: 0 }),
  ],
  [
    'decoderStages',
    'workload.weightBitsPerParameter',
    '> 0',
    () => model.decoderStages(LLAMA, { ...ASKED, weightBitsPerParameter: 0 }),
  ],
  [
    'decoderStages',
    'workload.activationBytePerNumber',
    '> 0',
    () => model.decoderStages(LLAMA, { ...ASKED, activationBytePerNumber: 0 }),
  ],
  [
    'decoderStages',
    'workload.sharedPromptKv',
    'true or false',
    () => model.decoderStages(LLAMA, { ...ASKED, sharedPromptKv: wrong('yes') }),
  ],
  [
    'decoderStages',
    'workload.longestNewTokens',
    '> 0',
    () => model.decoderStages(LLAMA, { ...ASKED, longestNewTokens: NAN }),
  ],
];

const LLAMA = model.DECODER_FAMILIES['llama-3.2-1b'].shape;
const ASKED = {
  promptTokens: 1,
  newTokens: 1,
  kvBytePerNumber: 2,
  weightBitsPerParameter: 16,
  activationBytePerNumber: 2,
  sharedPromptKv: true,
};

describe('what is refused', () => {
  it.each(REFUSALS)('%s refuses %s that must be %s', expectRefused);
});

describe('how a wrong value is shown', () => {
  const shown = (value: unknown) => {
    const error = new model.InvalidValueError({ where: 'f', path: 'x', value, rule: 'be right', remedy: 'mend it' });
    expect(error.value).toBe(value);
    return error.message;
  };

  it.each([
    [1.5, 'f: x is 1.5 but must be right; mend it'],
    ['short', 'f: x is "short" but must be right; mend it'],
    ['a'.repeat(40), `f: x is "${'a'.repeat(40)}" but must be right; mend it`],
    ['a'.repeat(41), `f: x is "${'a'.repeat(40)}"… but must be right; mend it`],
    [[1, 2, 3], 'f: x is an array of 3 but must be right; mend it'],
    [{ a: 1 }, 'f: x is an object but must be right; mend it'],
    [null, 'f: x is null but must be right; mend it'],
    [undefined, 'f: x is undefined but must be right; mend it'],
    [() => 1, 'f: x is a function but must be right; mend it'],
    [true, 'f: x is true but must be right; mend it'],
  ])('%#', (value, message) => {
    expect(shown(value)).toBe(message);
  });

  it('is recognised by every copy of the package, and nothing else is', () => {
    const error = new model.InvalidValueError({ where: 'f', path: 'x', value: 1, rule: 'r', remedy: 'm' });
    expect(model.QeilModelError.isInstance(error)).toBe(true);
    expect(model.InvalidValueError.isInstance(new model.QeilModelError('other'))).toBe(false);
    expect(model.QeilModelError.isInstance(new model.QeilModelError('other'))).toBe(true);
    expect(new model.QeilModelError('other').name).toBe('QeilModelError');
    for (const other of [null, undefined, 'text', 3, {}, new RangeError('x'), () => 1]) {
      expect(model.QeilModelError.isInstance(other)).toBe(false);
      expect(model.InvalidValueError.isInstance(other)).toBe(false);
      expect(model.UnsupportedModelError.isInstance(other)).toBe(false);
    }
    // Another copy's error: not an instance of this class, but marked the same.
    const foreign = Object.assign(new Error('x'), { [Symbol.for('qeil.model.error')]: true });
    expect(model.QeilModelError.isInstance(foreign)).toBe(true);
    const half = Object.assign(new Error('x'), { [Symbol.for('qeil.model.error')]: 1 });
    expect(model.QeilModelError.isInstance(half)).toBe(false);
    const unsupported = new model.UnsupportedModelError('rwkv', 'a block', 'use another');
    expect(unsupported.message).toBe(
      'decoderShapeFromConfig: model_type "rwkv" with a block is not supported; use another',
    );
  });
});
