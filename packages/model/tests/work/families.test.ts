import { describe, expect, it } from 'vitest';
import {
  blockBitsPerParameter,
  DECODER_FAMILIES,
  type DecoderFamilyName,
  decoderShapeFromConfig,
  decoderStages,
  parameterCount,
  WEIGHT_FORMATS,
} from '../../src/index.js';
import { CONFIGS } from './configs.js';

const NAMES = Object.keys(DECODER_FAMILIES) as DecoderFamilyName[];

describe('the seven families', () => {
  // Totals as published; each is written down here once more, so that a slip in the table shows.
  it.each([
    ['gpt2-125m', 124_439_808],
    ['granite-350m', 352_379_904],
    ['qwen2-0.5b', 494_032_768],
    ['llama-3.2-1b', 1_235_814_400],
    ['lfm2-2.6b', 2_569_272_320],
    ['llama-3.1-8b', 8_030_261_248],
    ['llama-3.1-8b-q4', 8_030_261_248],
  ] as const)('%s has %i parameters', (name, total) => {
    const family = DECODER_FAMILIES[name];
    expect(parameterCount(family.shape)).toBe(total);
    expect(family.parameters).toBe(total);
  });

  it('are what the parser reads from their public configurations', () => {
    expect(decoderShapeFromConfig(CONFIGS.gpt2)).toEqual(DECODER_FAMILIES['gpt2-125m'].shape);
    expect(decoderShapeFromConfig(CONFIGS.granite350m)).toEqual(DECODER_FAMILIES['granite-350m'].shape);
    expect(decoderShapeFromConfig(CONFIGS.qwen2)).toEqual(DECODER_FAMILIES['qwen2-0.5b'].shape);
    expect(decoderShapeFromConfig(CONFIGS.llama1b)).toEqual(DECODER_FAMILIES['llama-3.2-1b'].shape);
    expect(decoderShapeFromConfig(CONFIGS.lfm2)).toEqual(DECODER_FAMILIES['lfm2-2.6b'].shape);
    expect(decoderShapeFromConfig(CONFIGS.llama8b)).toEqual(DECODER_FAMILIES['llama-3.1-8b'].shape);
  });

  it.each(NAMES)('%s: its stages hold all its parameters', (name) => {
    const { shape, weightFormat, parameters, source, checkpoint } = DECODER_FAMILIES[name];
    const bits = WEIGHT_FORMATS[weightFormat].bitsPerParameter;
    const stages = decoderStages(shape, {
      promptTokens: 64,
      newTokens: 32,
      kvBytePerNumber: 2,
      weightBitsPerParameter: bits,
      activationBytePerNumber: 2,
      sharedPromptKv: true,
    });
    const held = stages.reduce((sum, stage) => sum + stage.weightByte, 0);
    expect(Math.abs(held - (parameters * bits) / 8)).toBeLessThanOrEqual(1e-12 * held);
    expect(source.length).toBeGreaterThan(10);
    expect(checkpoint).toMatch(/^[\w-]+\/[\w.-]+$/);
  });

  it('gives the 4-bit Llama the size its file has: 4.58 GiB', () => {
    const byte = (8_030_261_248 * WEIGHT_FORMATS.Q4_K_M.bitsPerParameter) / 8;
    expect(byte / 2 ** 30).toBeCloseTo(4.58, 2);
  });
});

describe('weight formats', () => {
  it('spend more than their names say, and each figure has a source', () => {
    for (const { bitsPerParameter, source } of Object.values(WEIGHT_FORMATS)) {
      expect(bitsPerParameter).toBeGreaterThan(3);
      expect(source.length).toBeGreaterThan(10);
    }
    // Published for Llama-3.1-8B.
    expect(WEIGHT_FORMATS.Q2_K.bitsPerParameter).toBe(3.1593);
    expect(WEIGHT_FORMATS.Q3_K_S.bitsPerParameter).toBe(3.6429);
    expect(WEIGHT_FORMATS.IQ4_XS.bitsPerParameter).toBe(4.4597);
    expect(WEIGHT_FORMATS.Q4_K_S.bitsPerParameter).toBe(4.6672);
    expect(WEIGHT_FORMATS.Q4_K_M.bitsPerParameter).toBe(4.8944);
    expect(WEIGHT_FORMATS.Q5_K_M.bitsPerParameter).toBe(5.7036);
    expect(WEIGHT_FORMATS.Q6_K.bitsPerParameter).toBe(6.5633);
    expect(WEIGHT_FORMATS.Q8_0.bitsPerParameter).toBe(8.5008);
    expect(WEIGHT_FORMATS.fp32.bitsPerParameter).toBe(32);
    expect(WEIGHT_FORMATS.fp16.bitsPerParameter).toBe(16);
    expect(WEIGHT_FORMATS.bf16.bitsPerParameter).toBe(16);
  });

  it('follow from the layout of a block', () => {
    expect(blockBitsPerParameter({ bits: 4, blockSize: 32, scaleBits: 16 })).toBe(WEIGHT_FORMATS.Q4_0.bitsPerParameter);
    expect(blockBitsPerParameter({ bits: 8, blockSize: 32, scaleBits: 16 })).toBe(8.5);
    expect(blockBitsPerParameter({ bits: 4, blockSize: 32, scaleBits: 32, zeroPointBits: 4 })).toBe(5.125);
    expect(() => blockBitsPerParameter({ bits: 0, blockSize: 32, scaleBits: 16 })).toThrow(/bits is 0/);
    expect(() => blockBitsPerParameter({ bits: 4, blockSize: 0, scaleBits: 16 })).toThrow(/blockSize is 0/);
    expect(() => blockBitsPerParameter({ bits: 4, blockSize: 32, scaleBits: 0 })).toThrow(/scaleBits is 0/);
    const negative = { bits: 4, blockSize: 32, scaleBits: 16, zeroPointBits: -1 };
    expect(() => blockBitsPerParameter(negative)).toThrow(/zeroPointBits is -1/);
  });
});
