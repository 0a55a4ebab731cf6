import type { ModelBundle } from '../../src/model-bundle/bundle.js';

/** A bundle whose tokens are characters. Nothing in it can be run. */
export function fakeBundle(overrides: Partial<ModelBundle> = {}): ModelBundle {
  return {
    name: 'fake',
    directory: 'no-such-directory',
    weightFormat: 'fp32',
    onnxPath: 'no-such-directory/model.onnx',
    digest: '0'.repeat(64),
    weightByte: 1000,
    shape: {
      layers: 1,
      width: 8,
      heads: 1,
      kvHeads: 1,
      headSize: 8,
      mlpWidth: 16,
      gatedMlp: true,
      vocabulary: 100,
      tiedHead: true,
    },
    maxPositions: 512,
    stopTokenIds: [0],
    defaultSampling: fakeSampling,
    tokenizer: {
      encodePrompt: (text) => [...text].map((character) => character.codePointAt(0) ?? 0),
      encode: (text) => [...text].map((character) => character.codePointAt(0) ?? 0),
      decode: (tokenIds) => String.fromCodePoint(...tokenIds),
    },
    ...overrides,
  };
}

export const fakeSampling = {
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  maxNewTokens: 64,
  stop: [],
} as const;
