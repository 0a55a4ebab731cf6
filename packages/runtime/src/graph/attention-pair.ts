import { type DecoderStructure, UnknownStructure } from './find-layers.js';
import { prune } from './graph-view.js';
import { encodeOnnxModel, type OnnxModel, withGraph } from './onnx-model.js';
import type { GraphProto, NodeProto, ValueInfo } from './onnx-schema.js';
import { type RewrittenGraph, rewriteAttention, valueInfo } from './shared-prompt.js';

/** The attention of every layer, cut out of the exported graph and out of the rewritten one: the same inputs, the same outputs. */
export interface AttentionPair
  extends Pick<
    DecoderStructure,
    'inputIds' | 'attentionMask' | 'positionIds' | 'kvHeads' | 'headSize' | 'cacheElement'
  > {
  readonly exported: Uint8Array;
  readonly rewritten: Uint8Array;
  readonly directory: string;
  readonly layers: readonly AttentionSite[];
}

/** Names of one layer's attention: new queries, keys and values in, mixed values out. */
export interface AttentionSite {
  readonly queries: string;
  readonly key: string;
  readonly value: string;
  readonly output: string;
  readonly keyCache: { readonly prompt: string; readonly suffix: string };
  readonly valueCache: { readonly prompt: string; readonly suffix: string };
}

/**
 * Cut attention out of a decoder and out of its rewrite. What feeds it becomes an input, so no weight is involved: whatever the rest of
 * the graph does with last bits, these two must agree to the rounding of a sum.
 *
 * @throws {UnknownStructure} where the rewrite does not know the graph
 */
export function attentionPair(model: OnnxModel): AttentionPair {
  const rewritten = rewriteAttention(model);
  const { structure, caches, attentions } = rewritten;
  const { layers, kvHeads, headSize, cacheElement } = structure;
  const sites = layers.map(({ key, value }, index): AttentionSite => {
    const attention = attentions[index];
    const [keyCache, valueCache] = [caches[2 * index], caches[2 * index + 1]];
    if (attention === undefined || keyCache === undefined || valueCache === undefined) {
      throw new UnknownStructure(`no attention over ${key.past}`);
    }
    const { queries, output } = attention;
    return { queries, key: key.fresh ?? '', value: value.fresh ?? '', output, keyCache, valueCache };
  });
  const cut = (graph: GraphProto): Uint8Array => encodeOnnxModel(withGraph(model, cutOut(graph, sites, rewritten)));
  return {
    exported: cut(model.graph),
    rewritten: cut(rewritten.whole),
    directory: model.directory,
    layers: sites,
    inputIds: structure.inputIds,
    ...(structure.attentionMask === undefined ? {} : { attentionMask: structure.attentionMask }),
    ...(structure.positionIds === undefined ? {} : { positionIds: structure.positionIds }),
    kvHeads,
    headSize,
    cacheElement,
  };
}

/** Name of the input that stands for a tensor of the model. */
export function fedName(tensor: string): string {
  return `qeil.fed.${tensor}`;
}

function cutOut(graph: GraphProto, sites: readonly AttentionSite[], { structure }: RewrittenGraph): GraphProto {
  const { kvHeads, headSize, cacheElement } = structure;
  const fed = new Set(sites.flatMap(({ queries, key, value }) => [queries, key, value]));
  const node = (graph.node ?? []).map(
    (each): NodeProto => ({ ...each, input: (each.input ?? []).map((name) => (fed.has(name) ? fedName(name) : name)) }),
  );
  const info = (name: string, heads: number | string): ValueInfo =>
    valueInfo(name, cacheElement, ['rows', heads, 'new', headSize]);
  const input = [
    ...(graph.input ?? []),
    ...sites.flatMap(({ queries, key, value }) => [
      info(fedName(queries), 'heads'),
      info(fedName(key), kvHeads),
      info(fedName(value), kvHeads),
    ]),
  ];
  const output = sites.map((site) => info(site.output, 'heads'));
  return prune(
    { ...graph, node, input, output },
    sites.map((site) => site.output),
  );
}
