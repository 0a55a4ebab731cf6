import { describe, expect, it } from 'vitest';
import {
  activeParameterCount,
  decoderShapeFromConfig,
  InvalidValueError,
  parameterCount,
  QeilModelError,
  SUPPORTED_MODEL_TYPES,
  UnsupportedModelError,
} from '../../src/index.js';
import { CONFIGS } from './configs.js';

const without = (config: object, ...fields: string[]) =>
  Object.fromEntries(Object.entries(config).filter(([field]) => !fields.includes(field)));

describe('decoderShapeFromConfig', () => {
  it.each([
    ['LFM2-1.2B', CONFIGS.lfm2Small, 1_170_340_608],
    ['LFM2-350M', CONFIGS.lfm2Tiny, 354_483_968],
    ['Mixtral-8x7B', CONFIGS.mixtral, 46_702_792_704],
    ['Qwen3-30B-A3B', CONFIGS.qwen3Moe, 30_532_122_624],
    ['Qwen3-0.6B', CONFIGS.qwen3, 596_049_920],
    ['Mistral-7B', CONFIGS.mistral, 7_241_732_096],
    ['Granite-3.3-2b', CONFIGS.granite, 2_533_539_840],
  ] as const)('reads %s to the parameter', (_, config, total) => {
    expect(parameterCount(decoderShapeFromConfig(config))).toBe(total);
  });

  it('knows which experts are at work', () => {
    expect(activeParameterCount(decoderShapeFromConfig(CONFIGS.mixtral))).toBe(12_879_925_248);
    expect(activeParameterCount(decoderShapeFromConfig(CONFIGS.llama8b))).toBe(8_030_261_248);
  });

  it('takes the defaults transformers takes', () => {
    const bare = without(CONFIGS.llama8b, 'num_key_value_heads', 'tie_word_embeddings', 'attention_bias', 'mlp_bias');
    const shape = decoderShapeFromConfig({ ...bare, head_dim: null });
    expect(shape.kvHeads).toBe(32);
    expect(shape.headSize).toBe(128);
    expect(shape.tiedHead).toBe(false);
    expect(shape.biases).toBeUndefined();
    expect(decoderShapeFromConfig(CONFIGS.gpt2).tiedHead).toBe(true);
    expect(decoderShapeFromConfig(CONFIGS.gpt2).mlpWidth).toBe(3072);
    expect(decoderShapeFromConfig({ ...CONFIGS.gpt2, n_inner: 1000 }).mlpWidth).toBe(1000);
    expect(decoderShapeFromConfig({ ...CONFIGS.gpt2, tie_word_embeddings: false }).tiedHead).toBe(false);
  });

  it('puts biases where the file says', () => {
    const attention = decoderShapeFromConfig({ ...CONFIGS.llama8b, attention_bias: true });
    expect(attention.biases).toEqual({ queryKeyValue: true, attentionOutput: true, mlp: false });
    const mlp = decoderShapeFromConfig({ ...CONFIGS.llama8b, mlp_bias: true });
    expect(mlp.biases).toEqual({ queryKeyValue: false, attentionOutput: false, mlp: true });
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2, conv_bias: true }).biases).toEqual({ convolution: true });
    // 5·d vectors in each of 22 convolution blocks.
    const biased = parameterCount(decoderShapeFromConfig({ ...CONFIGS.lfm2, conv_bias: true }));
    expect(biased - parameterCount(decoderShapeFromConfig(CONFIGS.lfm2))).toBe(22 * 5 * 2048);
  });

  it('reads LFM2 by its old names and its rule for the width', () => {
    const small = decoderShapeFromConfig(CONFIGS.lfm2Small);
    expect(small.mlpWidth).toBe(8192);
    expect(
      small.blocks?.map((block, layer) => (block === 'attention' ? layer : -1)).filter((layer) => layer >= 0),
    ).toEqual([2, 5, 8, 10, 12, 14]);
    expect(small.tiedHead).toBe(true);
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2Small, tie_embedding: false }).tiedHead).toBe(false);
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2Small, tie_word_embeddings: false }).tiedHead).toBe(false);
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2Small, block_ffn_dim_multiplier: 0.5 }).mlpWidth).toBe(4096);
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2Small, block_ff_dim: 12289 }).mlpWidth).toBe(8192);
    expect(decoderShapeFromConfig({ ...CONFIGS.lfm2Small, block_ff_dim: 12290 }).mlpWidth).toBe(8448);
    const everywhere = decoderShapeFromConfig(without(CONFIGS.lfm2Small, 'full_attn_idxs'));
    expect(new Set(everywhere.blocks)).toEqual(new Set(['attention']));
    const older = decoderShapeFromConfig({ ...without(CONFIGS.lfm2Small, 'block_ff_dim'), intermediate_size: 12288 });
    expect(older).toEqual(small);
    const defaults = without(CONFIGS.lfm2Small, 'block_auto_adjust_ff_dim', 'block_multiple_of', 'conv_L_cache');
    expect(decoderShapeFromConfig(without(defaults, 'block_ffn_dim_multiplier', 'conv_bias'))).toEqual(small);
    expect(decoderShapeFromConfig(without(CONFIGS.lfm2Small, 'num_key_value_heads')).kvHeads).toBe(32);
  });

  it('reads Granite with and without experts', () => {
    const dense = decoderShapeFromConfig({ ...CONFIGS.granite350m, shared_intermediate_size: 1000 });
    expect(dense.mlpWidth).toBe(1000);
    expect(dense.experts).toBeUndefined();
    expect(
      decoderShapeFromConfig(without(CONFIGS.granite350m, 'num_local_experts', 'layer_types')).experts,
    ).toBeUndefined();
    const mixture = { ...CONFIGS.granite350m, num_local_experts: 8, num_experts_per_tok: 2, intermediate_size: 512 };
    expect(decoderShapeFromConfig(mixture).experts).toEqual({ count: 8, active: 2, width: 512, sharedWidth: 2048 });
    const older = without({ ...mixture, model_type: 'granitemoe' }, 'shared_intermediate_size');
    expect(decoderShapeFromConfig(older).experts).toEqual({ count: 8, active: 2, width: 512 });
  });

  it('says which families it reads when it does not know one', () => {
    const read = () => decoderShapeFromConfig({ ...CONFIGS.llama8b, model_type: 'mamba2' });
    expect(read).toThrow(UnsupportedModelError);
    expect(read).toThrow(
      /model_type "mamba2" with blocks unknown to this package is not supported; use one of gpt2, llama/,
    );
    expect(() => decoderShapeFromConfig({ ...CONFIGS.llama8b, model_type: 'toString' })).toThrow(UnsupportedModelError);
    expect(SUPPORTED_MODEL_TYPES).toEqual([
      'gpt2',
      'llama',
      'mistral',
      'mixtral',
      'qwen2',
      'qwen3',
      'qwen3_moe',
      'granite',
      'granitemoe',
      'granitemoehybrid',
      'lfm2',
    ]);
  });

  it('refuses blocks it cannot count, and says so by type', () => {
    const mamba = { ...CONFIGS.granite350m, layer_types: ['attention', 'mamba'] };
    try {
      decoderShapeFromConfig(mamba);
      expect.unreachable();
    } catch (error) {
      expect(UnsupportedModelError.isInstance(error)).toBe(true);
      expect(QeilModelError.isInstance(error)).toBe(true);
      expect(InvalidValueError.isInstance(error)).toBe(false);
      if (!UnsupportedModelError.isInstance(error)) return;
      expect(error.name).toBe('UnsupportedModelError');
      expect(error.modelType).toBe('granitemoehybrid');
      expect(error.feature).toBe('"mamba" layers');
      expect(error.message).toMatch(/give a model whose layers are all attention$/);
    }
    expect(UnsupportedModelError.isInstance(new Error('other'))).toBe(false);
    const sparse = /with layers with and without experts is not supported; give a model with experts in all/;
    expect(() => decoderShapeFromConfig({ ...CONFIGS.qwen3Moe, decoder_sparse_step: 2 })).toThrow(sparse);
    expect(() => decoderShapeFromConfig({ ...CONFIGS.qwen3Moe, mlp_only_layers: [3] })).toThrow(sparse);
    expect(decoderShapeFromConfig(without(CONFIGS.qwen3Moe, 'mlp_only_layers', 'decoder_sparse_step')).layers).toBe(48);
  });

  it.each([
    [null, /config is null but must be an object/],
    [[], /config is an array of 0/],
    [{}, /config\.model_type is undefined but must be a string/],
    [without(CONFIGS.llama8b, 'hidden_size'), /config\.hidden_size is undefined but must be an integer ≥ 1/],
    [{ ...CONFIGS.llama8b, num_hidden_layers: '32' }, /config\.num_hidden_layers is "32"/],
    [{ ...CONFIGS.llama8b, num_attention_heads: 33 }, /config\.head_dim is 124\.1/],
    [{ ...CONFIGS.llama8b, num_key_value_heads: 64 }, /shape\.kvHeads is 64 but must be an integer in 1 … 32/],
    [{ ...CONFIGS.llama8b, tie_word_embeddings: 1 }, /config\.tie_word_embeddings is 1 but must be true or false/],
    [{ ...CONFIGS.lfm2, layer_types: ['conv', 'ssm'] }, /config\.layer_types is "ssm" but must hold "conv"/],
    [{ ...CONFIGS.lfm2, layer_types: ['conv'] }, /shape\.blocks is an array of 1 but must be an array of 30/],
    [{ ...CONFIGS.lfm2, layer_types: [1] }, /config\.layer_types\[0\] is 1 but must be a string/],
    [{ ...CONFIGS.lfm2, layer_types: 'conv' }, /config\.layer_types is "conv" but must be an array/],
    [{ ...CONFIGS.lfm2Small, full_attn_idxs: [-1] }, /config\.full_attn_idxs\[0\] is -1/],
    [{ ...CONFIGS.lfm2Small, block_ffn_dim_multiplier: 'x' }, /config\.block_ffn_dim_multiplier is "x"/],
    [{ ...CONFIGS.mixtral, num_experts_per_tok: 9 }, /shape\.experts\.active is 9 but must be an integer in 1 … 8/],
  ] as const)('refuses a damaged file, case %#', (config, message) => {
    expect(() => decoderShapeFromConfig(config)).toThrow(message);
    expect(() => decoderShapeFromConfig(config)).toThrow(InvalidValueError);
  });
});
