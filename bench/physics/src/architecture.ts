import { readData } from './read-data.js';

/** A decoder's shape as its publisher's configuration gives it. */
export interface Architecture {
  readonly name: string;
  readonly layers: number;
  /** Layers that attend to the whole context. */
  readonly attentionLayers: number;
  /** Layers that attend to the last `slidingWindow` tokens only. */
  readonly slidingLayers: number;
  readonly slidingWindow: number | null;
  /** Short-convolution layers: no cache that grows. */
  readonly convolutionLayers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly mlpWidth: number;
  readonly vocab: number;
  readonly tiedHead: boolean;
  /** True when the weight file stores the tied table twice. */
  readonly fileHoldsBothTables: boolean;
  readonly knownParameters: number;
  readonly source: string;
}

export function readArchitectures(): ReadonlyMap<string, Architecture> {
  const { models } = readData('models.json') as { models: readonly Architecture[] };
  return new Map(models.map((model) => [model.name, model]));
}

/** Parameters of all layers; a gated MLP everywhere, 4·d² in a convolution layer (two projections in, one gate, one out). */
export function layerParameters(model: Architecture): number {
  const { width, heads, kvHeads, headSize, mlpWidth } = model;
  const attention = 2 * width * heads * headSize + 2 * width * kvHeads * headSize;
  const attending = (model.attentionLayers + model.slidingLayers) * attention;
  return attending + model.convolutionLayers * 4 * width ** 2 + model.layers * 3 * width * mlpWidth;
}

/** Parameters a decode step reads: the layers and the output table, not the embedding's other rows. */
export function streamedParameters(model: Architecture): number {
  return layerParameters(model) + model.vocab * model.width;
}

export function totalParameters(model: Architecture): number {
  return layerParameters(model) + model.vocab * model.width * (model.tiedHead ? 1 : 2);
}

/** Of the bytes of a weight file, those a decode step reads. */
export function streamedShare(model: Architecture): number {
  const isSecondTable = model.fileHoldsBothTables || !model.tiedHead;
  const stored = layerParameters(model) + model.vocab * model.width * (isSecondTable ? 2 : 1);
  return streamedParameters(model) / stored;
}

/** Tokens visible to attention, summed over the layers, with `context` tokens cached. */
export function visibleTokens(model: Architecture, context: number): number {
  const window = model.slidingWindow ?? context;
  return model.attentionLayers * context + model.slidingLayers * Math.min(context, window);
}
