import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPlacementProblem,
  type DecoderShape,
  type DecoderWorkload,
  dasi,
  decoderStages,
  InvalidValueError,
  intensityFlopPerByte,
  kvBytePerTokenLayer,
  layerParameters,
  mbu,
  parameterCount,
  ridgeFlopPerByte,
  rooflineTimeS,
} from '../../src/index.js';
import { problem } from '../placement/fixtures.js';

const LLAMA_8B: DecoderShape = {
  layers: 32,
  width: 4096,
  heads: 32,
  kvHeads: 8,
  headSize: 128,
  mlpWidth: 14336,
  gatedMlp: true,
  vocabulary: 128256,
  tiedHead: false,
};
const LLAMA_1B: DecoderShape = {
  layers: 16,
  width: 2048,
  heads: 32,
  kvHeads: 8,
  headSize: 64,
  mlpWidth: 8192,
  gatedMlp: true,
  vocabulary: 128256,
  tiedHead: true,
};

describe('parameters', () => {
  // Totals as the model cards' safetensors indices give them.
  it('counts Llama-3.1-8B and Llama-3.2-1B exactly', () => {
    expect(layerParameters(LLAMA_8B)).toBe(218_103_808);
    expect(parameterCount(LLAMA_8B)).toBe(8_030_261_248);
    expect(parameterCount(LLAMA_1B)).toBe(1_235_814_400);
  });

  it('gives Llama-3.1-8B 131,072 bytes of bf16 KV per token', () => {
    expect(LLAMA_8B.layers * kvBytePerTokenLayer(LLAMA_8B, 2)).toBe(131_072);
  });

  it('counts a plain MLP with two matrices', () => {
    const difference = layerParameters(LLAMA_8B) - layerParameters({ ...LLAMA_8B, gatedMlp: false });
    expect(difference).toBe(4096 * 14336);
  });

  it('refuses shapes that cannot be', () => {
    expect(() => parameterCount({ ...LLAMA_8B, kvHeads: 33 })).toThrow(
      /shape\.kvHeads is 33 but must be an integer in 1 … 32/,
    );
    expect(() => parameterCount({ ...LLAMA_8B, layers: 0 })).toThrow(InvalidValueError);
  });
});

const WORKLOAD: DecoderWorkload = {
  promptTokens: 100,
  newTokens: 50,
  kvBytePerNumber: 2,
  weightBitsPerParameter: 16,
  activationBytePerNumber: 2,
  sharedPromptKv: true,
};

describe('decoderStages', () => {
  const shapes = fc.record({
    layers: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 512 }),
    heads: fc.integer({ min: 8, max: 16 }),
    kvHeads: fc.integer({ min: 1, max: 8 }),
    headSize: fc.integer({ min: 1, max: 64 }),
    mlpWidth: fc.integer({ min: 1, max: 1024 }),
    gatedMlp: fc.boolean(),
    vocabulary: fc.integer({ min: 1, max: 5000 }),
    tiedHead: fc.boolean(),
  });
  const workloads = fc.record({
    promptTokens: fc.integer({ min: 1, max: 300 }),
    newTokens: fc.integer({ min: 1, max: 60 }),
    kvBytePerNumber: fc.constantFrom(1, 2, 4),
    weightBitsPerParameter: fc.constantFrom(4.89, 8, 16, 32),
    activationBytePerNumber: fc.constantFrom(2, 4),
    sharedPromptKv: fc.boolean(),
  });

  it('is an embedding, the layers and a head, and makes a valid problem', () => {
    fc.assert(
      fc.property(shapes, workloads, (shape, workload) => {
        const stages = decoderStages(shape, workload);
        expect(stages.map((stage) => stage.name)).toEqual([
          'embedding',
          ...Array.from({ length: shape.layers }, (_, index) => `layer ${index}`),
          'head',
        ]);
        checkPlacementProblem(problem({ stages }));
      }),
    );
  });

  it('decodes the mean of its steps: G passes cost what G single steps on a growing cache cost', () => {
    fc.assert(
      fc.property(shapes, workloads, (shape, workload) => {
        const layer = decoderStages(shape, { ...workload, sharedPromptKv: false })[1];
        const kvByte = kvBytePerTokenLayer(shape, workload.kvBytePerNumber);
        let flop = 0;
        let byte = 0;
        for (let step = 0; step < workload.newTokens; step += 1) {
          const cached = workload.promptTokens + step;
          flop += 2 * layerParameters(shape) + 4 * shape.heads * shape.headSize * (cached + 1);
          byte += kvByte * (cached + 1) + 2 * shape.width * workload.activationBytePerNumber;
        }
        expect(layer.decodeFlopPerRow * workload.newTokens).toBeCloseTo(flop, 3);
        expect(layer.decodeBytePerRow * workload.newTokens).toBeCloseTo(byte, 3);
      }),
    );
  });

  it('prefills what token-by-token processing computes, reading the weights once', () => {
    fc.assert(
      fc.property(shapes, workloads, (shape, workload) => {
        const layer = decoderStages(shape, workload)[1];
        let flop = 0;
        for (let cached = 0; cached < workload.promptTokens; cached += 1) {
          flop += 2 * layerParameters(shape) + 4 * shape.heads * shape.headSize * (cached + 1);
        }
        expect(layer.prefillFlop).toBeCloseTo(flop, 3);
        expect(layer.prefillByte).toBeGreaterThan(layer.weightByte + layer.promptKvByte);
      }),
    );
  });

  it('moves the prompt’s KV from every row to the pass when it is shared, and changes nothing for one row', () => {
    fc.assert(
      fc.property(shapes, workloads, (shape, workload) => {
        const shared = decoderStages(shape, { ...workload, sharedPromptKv: true });
        const copied = decoderStages(shape, { ...workload, sharedPromptKv: false });
        shared.forEach((stage, index) => {
          const one = stage.decodeBytePerPass + stage.decodeBytePerRow;
          expect(one).toBeCloseTo(copied[index].decodeBytePerPass + copied[index].decodeBytePerRow, 3);
          expect(copied[index].rowKvByte - stage.rowKvByte).toBeCloseTo(stage.promptKvByte, 6);
        });
      }),
    );
  });

  it('stores as many bytes as it has parameters', () => {
    const stages = decoderStages(LLAMA_8B, WORKLOAD);
    const weightByte = stages.reduce((sum, stage) => sum + stage.weightByte, 0);
    expect(weightByte).toBe(2 * 8_030_261_248);
    expect(decoderStages(LLAMA_1B, WORKLOAD)[0].weightByte).toBe(0);
  });

  it('sizes a row’s cache by the longest sample', () => {
    const layer = decoderStages(LLAMA_8B, { ...WORKLOAD, longestNewTokens: 200 })[1];
    expect(layer.rowKvByte).toBe(200 * 4096);
    expect(decoderStages(LLAMA_8B, WORKLOAD)[1].rowKvByte).toBe(50 * 4096);
    expect(() => decoderStages(LLAMA_8B, { ...WORKLOAD, longestNewTokens: 49 })).toThrow(/be at least newTokens 50/);
  });

  it('refuses a prompt of no tokens', () => {
    expect(() => decoderStages(LLAMA_8B, { ...WORKLOAD, promptTokens: 0 })).toThrow(/workload\.promptTokens is 0/);
  });
});

describe('roofline', () => {
  const amount = fc.double({ min: 1e-3, max: 1e15, noNaN: true });
  const work = fc.record({ flop: amount, byte: amount });
  const rates = fc.record({ flopRate: amount, byteRate: amount });

  it('has a corner: the larger of DASI and MBU is 1, both are in (0, 1]', () => {
    fc.assert(
      fc.property(work, rates, (w, r) => {
        const pair = [dasi(w, r), mbu(w, r)];
        expect(Math.max(...pair)).toBe(1);
        expect(Math.min(...pair)).toBeGreaterThan(0);
      }),
    );
  });

  it('gives DASI = min(1, I/I*)', () => {
    fc.assert(
      fc.property(work, rates, (w, r) => {
        const ratio = intensityFlopPerByte(w) / ridgeFlopPerByte(r);
        const expected = Math.min(1, ratio);
        expect(Math.abs(dasi(w, r) - expected)).toBeLessThanOrEqual(1e-14 * expected);
      }),
    );
  });

  it('halves the time when both rates double, and tends to its limits', () => {
    fc.assert(
      fc.property(work, rates, (w, r) => {
        const twice = { flopRate: 2 * r.flopRate, byteRate: 2 * r.byteRate };
        expect(rooflineTimeS(w, twice)).toBe(rooflineTimeS(w, r) / 2);
        expect(dasi({ ...w, flop: 0 }, r)).toBe(0);
        expect(dasi({ ...w, byte: 0 }, r)).toBe(1);
        expect(rooflineTimeS({ flop: w.flop, byte: 0 }, r)).toBe(w.flop / r.flopRate);
      }),
    );
  });

  it('refuses utilisation without work, intensity without traffic, rates of 0', () => {
    const r = { flopRate: 1, byteRate: 1 };
    expect(() => dasi({ flop: 0, byte: 0 }, r)).toThrow(/max\(W\/π, Q\/β\) is 0 but must be > 0/);
    expect(() => intensityFlopPerByte({ flop: 1, byte: 0 })).toThrow(/work\.byte is 0/);
    expect(() => rooflineTimeS({ flop: 1, byte: 1 }, { flopRate: 0, byteRate: 1 })).toThrow(/rates\.flopRate is 0/);
  });
});
