import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activeParameterCount,
  checkDecoderShape,
  checkPlacementProblem,
  DECODER_FAMILIES,
  type DecoderShape,
  type DecoderWorkload,
  decoderStages,
  energyOfWorkJ,
  expectedDistinctExperts,
  layerCacheByte,
  layerParameters,
  parameterCount,
  rooflineTimeS,
  seededRandom,
} from '../../src/index.js';
import { problem } from '../placement/fixtures.js';

const PLAIN: DecoderShape = {
  layers: 3,
  width: 64,
  heads: 4,
  kvHeads: 2,
  headSize: 16,
  mlpWidth: 128,
  gatedMlp: true,
  vocabulary: 100,
  tiedHead: true,
};
const WORKLOAD: DecoderWorkload = {
  promptTokens: 10,
  newTokens: 5,
  kvBytePerNumber: 2,
  weightBitsPerParameter: 8,
  activationBytePerNumber: 2,
  sharedPromptKv: true,
};
const HYBRID: DecoderShape = {
  ...PLAIN,
  blocks: ['convolution', 'attention', 'convolution'],
  convolutionLength: 3,
};
const MIXTURE: DecoderShape = { ...PLAIN, experts: { count: 8, active: 2, width: 32 } };

describe('convolution blocks', () => {
  it('have their own matrices: 4·d² and a kernel per number', () => {
    const mlp = 3 * 64 * 128;
    expect(layerParameters(HYBRID)).toBe(4 * 64 * 64 + 3 * 64 + mlp);
    expect(layerParameters(HYBRID, 1)).toBe(2 * 64 * 64 + 2 * 64 * 32 + mlp);
    expect(() => layerParameters(HYBRID, 3)).toThrow(/layer is 3 but must be an integer in 0 … 2/);
  });

  it('keep a state that does not grow, one per row, whoever shares the prompt', () => {
    expect(layerCacheByte(HYBRID, 0, 1, 2)).toBe(3 * 64 * 2);
    expect(layerCacheByte(HYBRID, 0, 1000, 2)).toBe(3 * 64 * 2);
    expect(layerCacheByte(HYBRID, 1, 1000, 2)).toBe(1000 * 2 * 32 * 2);
    for (const sharedPromptKv of [true, false]) {
      const [, layer] = decoderStages(HYBRID, { ...WORKLOAD, sharedPromptKv });
      const state = 3 * 64 * 2;
      const parameters = layerParameters(HYBRID);
      expect(layer.promptKvByte).toBe(state);
      expect(layer.rowKvByte).toBe(state);
      expect(layer.decodeBytePerRow).toBe(2 * state + 2 * 64 * 2);
      expect(layer.decodeBytePerPass).toBe(parameters + 2 * 64);
      expect(layer.prefillByte).toBe(parameters + 2 * 64 + state + 2 * 10 * 64 * 2);
      expect(layer.decodeFlopPerRow).toBe(2 * parameters);
      expect(layer.prefillFlop).toBe(20 * parameters);
    }
  });
});

describe('mixtures of experts', () => {
  it('store all experts, compute with the active ones, and route', () => {
    const attention = 2 * 64 * 64 + 2 * 64 * 32;
    const expert = 3 * 64 * 32;
    expect(layerParameters(MIXTURE)).toBe(attention + 64 * 8 + 8 * expert);
    expect(parameterCount(MIXTURE) - activeParameterCount(MIXTURE)).toBe(3 * 6 * expert);
    const [, layer] = decoderStages(MIXTURE, WORKLOAD);
    const contextFlop = 4 * 64 * (10 + 3);
    expect(layer.decodeFlopPerRow).toBe(2 * (attention + 64 * 8 + 2 * expert) + contextFlop);
    const shared = decoderStages(
      { ...MIXTURE, experts: { count: 8, active: 2, width: 32, sharedWidth: 16 } },
      WORKLOAD,
    )[1];
    expect(shared.decodeFlopPerRow - layer.decodeFlopPerRow).toBe(2 * 3 * 64 * 16);
    expect(shared.weightByte - layer.weightByte).toBe(3 * 64 * 16);
    const plain = layerParameters({ ...MIXTURE, gatedMlp: false });
    expect(layerParameters(MIXTURE) - plain).toBe(8 * 64 * 32);
  });

  it('read in a decode pass what one row reads exactly, and what rowsPerPass rows read exactly', () => {
    const always = 2 * 64 * 64 + 2 * 64 * 32 + 64 * 8 + 2 * 64;
    const expert = 3 * 64 * 32;
    const context = 10 * 2 * 32 * 2;
    const perRow = 3 * 2 * 32 * 2 + 2 * 64 * 2;
    const bytes = (rows: number, rowsPerPass?: number) => {
      const [, layer] = decoderStages(MIXTURE, rowsPerPass === undefined ? WORKLOAD : { ...WORKLOAD, rowsPerPass });
      return layer.decodeBytePerPass + rows * layer.decodeBytePerRow - rows * perRow - always - context;
    };
    expect(bytes(1)).toBeCloseTo(2 * expert, 6);
    expect(bytes(5)).toBeCloseTo(10 * expert, 6);
    for (const rows of [2, 5, 40]) {
      expect(bytes(1, rows)).toBeCloseTo(2 * expert, 6);
      expect(bytes(rows, rows)).toBeCloseTo(expectedDistinctExperts(8, 2, rows) * expert, 6);
    }
    expect(() => decoderStages(MIXTURE, { ...WORKLOAD, rowsPerPass: 1 })).toThrow(/rowsPerPass is 1 but must be > 1/);
    expect(() => decoderStages(MIXTURE, { ...WORKLOAD, rowsPerPass: -1 })).toThrow(/rowsPerPass is -1/);
    const [, prefilled] = decoderStages(MIXTURE, WORKLOAD);
    const read = always + expectedDistinctExperts(8, 2, 10) * expert;
    expect(prefilled.prefillByte).toBeCloseTo(read + context + 2 * 10 * 64 * 2, 6);
  });

  it('meet as many experts as a simulated router', () => {
    const random = seededRandom(8, 'router');
    for (const [count, active, tokens] of [
      [8, 2, 1],
      [8, 2, 5],
      [16, 4, 9],
      [4, 4, 3],
    ]) {
      const trials = 4000;
      let met = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        const seen = new Set<number>();
        for (let token = 0; token < tokens; token += 1) {
          const experts = Array.from({ length: count }, (_, index) => index);
          for (let pick = 0; pick < active; pick += 1) {
            const [expert] = experts.splice(random.integer(experts.length), 1);
            seen.add(expert);
          }
        }
        met += seen.size;
      }
      // The count per trial varies by less than √(count)/2; five standard errors.
      const slack = (5 * Math.sqrt(count)) / 2 / Math.sqrt(trials);
      expect(Math.abs(met / trials - expectedDistinctExperts(count, active, tokens))).toBeLessThanOrEqual(slack);
    }
    expect(expectedDistinctExperts(8, 2, 0)).toBe(0);
    expect(expectedDistinctExperts(8, 2, 1e6)).toBe(8);
    expect(() => expectedDistinctExperts(0, 1, 1)).toThrow(/count is 0/);
    expect(() => expectedDistinctExperts(8, 9, 1)).toThrow(/active is 9/);
    expect(() => expectedDistinctExperts(8, 2, -1)).toThrow(/tokens is -1/);
  });
});

describe('GPT-2', () => {
  const { shape } = DECODER_FAMILIES['gpt2-125m'];

  it('reads two rows of tables per token and holds its positions with the embedding', () => {
    const [embedding] = decoderStages(shape, { ...WORKLOAD, weightBitsPerParameter: 16 });
    expect(embedding.weightByte).toBe(1024 * 768 * 2);
    expect(embedding.decodeBytePerRow).toBe(768 * (2 * 2 + 2));
    expect(embedding.prefillByte).toBe(10 * 768 * (2 * 2 + 2));
    expect(embedding.prefillCrossingByte).toBe(10 * 768 * 2);
    const untied = decoderStages({ ...shape, tiedHead: false }, WORKLOAD)[0];
    expect(untied.weightByte).toBe((50257 + 1024) * 768);
  });

  it('counts each bias and both vectors of a normalisation', () => {
    const less = (change: Partial<DecoderShape>) => parameterCount(shape) - parameterCount({ ...shape, ...change });
    expect(less({ biases: { queryKeyValue: true, attentionOutput: true } })).toBe(12 * (3072 + 768));
    expect(less({ biases: { queryKeyValue: true, mlp: true } })).toBe(12 * 768);
    expect(less({ biases: { attentionOutput: true, mlp: true } })).toBe(12 * 3 * 768);
    expect(less({ normalisation: 'gain' })).toBe(25 * 768);
    const gated = { ...shape, gatedMlp: true };
    const bias =
      parameterCount(gated) - parameterCount({ ...gated, biases: { queryKeyValue: true, attentionOutput: true } });
    expect(bias).toBe(12 * (2 * 3072 + 768));
  });
});

describe('checkDecoderShape', () => {
  const refuse = (change: object) => () => checkDecoderShape({ ...PLAIN, ...change });
  it.each([
    [{ gatedMlp: 1 }, /shape\.gatedMlp is 1/],
    [{ tiedHead: undefined }, /shape\.tiedHead is undefined/],
    [{ blocks: ['attention'] }, /shape\.blocks is an array of 1 but must be an array of 3/],
    [
      { blocks: ['attention', 'attention', 'mamba'] },
      /shape\.blocks\[2\] is "mamba" but must be "attention" or "convolution"/,
    ],
    [{ blocks: ['attention', 'attention', 'convolution'] }, /shape\.convolutionLength is undefined/],
    [{ convolutionLength: 0 }, /shape\.convolutionLength is 0/],
    [{ experts: 8 }, /shape\.experts is 8 but must be an object/],
    [{ experts: { count: 0, active: 1, width: 1 } }, /shape\.experts\.count is 0/],
    [{ experts: { count: 2, active: 3, width: 1 } }, /shape\.experts\.active is 3 but must be an integer in 1 … 2/],
    [{ experts: { count: 2, active: 1, width: 0.5 } }, /shape\.experts\.width is 0\.5/],
    [{ experts: { count: 2, active: 1, width: 1, sharedWidth: 0 } }, /shape\.experts\.sharedWidth is 0/],
    [
      { experts: { count: 2, active: 1, width: 1 }, biases: { mlp: true } },
      /shape\.biases\.mlp is true but must be left out/,
    ],
    [{ learnedPositions: 0 }, /shape\.learnedPositions is 0/],
    [{ biases: 3 }, /shape\.biases is 3/],
    [{ biases: { mlp: 'yes' } }, /shape\.biases\.mlp is "yes"/],
    [{ normalisation: 'batch' }, /shape\.normalisation is "batch" but must be "gain" or "gain-and-bias"/],
    [{ queryKeyNormalisation: 'no' }, /shape\.queryKeyNormalisation is "no"/],
  ])('refuses %o', (change, message) => {
    expect(refuse(change)).toThrow(message);
  });

  it('accepts every variant, and its stages make a valid problem', () => {
    const shapes = [
      { ...HYBRID, biases: { convolution: false } },
      { ...MIXTURE, biases: { queryKeyValue: true } },
      { ...PLAIN, learnedPositions: 32, queryKeyNormalisation: true, normalisation: 'gain-and-bias' } as const,
    ];
    for (const shape of shapes) {
      checkDecoderShape(shape);
      checkPlacementProblem(problem({ stages: decoderStages(shape, WORKLOAD) }));
    }
  });
});

describe('energyOfWorkJ', () => {
  const positive = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
  // Not the smallest doubles: products of those lose their digits.
  const cost = fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 100, noNaN: true }));
  it('is the energy roofline written per unit of work', () => {
    fc.assert(
      fc.property(
        fc.record({ flop: positive, byte: positive }),
        fc.record({ flopRate: positive, byteRate: positive }),
        fc.record({ joulePerFlop: cost, joulePerByte: cost, activePowerW: cost }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (work, rates, coefficients, phi) => {
          const { joulePerFlop, joulePerByte, activePowerW } = coefficients;
          const timeS = rooflineTimeS(work, rates);
          const plain = (joulePerFlop * work.flop + joulePerByte * work.byte + activePowerW * timeS) / phi;
          const perWork = energyOfWorkJ(work, rates, { ...coefficients, phi });
          expect(Math.abs(perWork - plain)).toBeLessThanOrEqual(1e-13 * plain);
          expect(energyOfWorkJ(work, rates, coefficients)).toBeLessThanOrEqual(perWork);
        },
      ),
    );
  });

  it('refuses what has no value', () => {
    const work = { flop: 1, byte: 1 };
    const rates = { flopRate: 1, byteRate: 1 };
    const free = { joulePerFlop: 0, joulePerByte: 0, activePowerW: 0 };
    expect(energyOfWorkJ(work, rates, free)).toBe(0);
    expect(() => energyOfWorkJ({ flop: 0, byte: 1 }, rates, free)).toThrow(/work\.flop is 0/);
    expect(() => energyOfWorkJ({ flop: 1, byte: 0 }, rates, free)).toThrow(/work\.byte is 0/);
    expect(() => energyOfWorkJ(work, rates, { ...free, joulePerFlop: -1 })).toThrow(/joulePerFlop is -1/);
    expect(() => energyOfWorkJ(work, rates, { ...free, joulePerByte: -1 })).toThrow(/joulePerByte is -1/);
    expect(() => energyOfWorkJ(work, rates, { ...free, activePowerW: -1 })).toThrow(/activePowerW is -1/);
    expect(() => energyOfWorkJ(work, rates, { ...free, phi: 0 })).toThrow(/phi is 0 but must be in \(0, 1\]/);
    expect(() => energyOfWorkJ(work, rates, { ...free, phi: 1.1 })).toThrow(/phi is 1\.1/);
  });
});
