import { attribute, GraphView, inputsOf, integer } from './graph-view.js';
import { numberOf, type OnnxModel } from './onnx-model.js';
import type { NodeProto, ValueInfo } from './onnx-schema.js';

/** One of K and V of a layer: its cache comes in, new positions are appended, and goes out. */
export interface CacheSite {
  /** Graph input with the cache so far, `[batch, kv heads, positions, head size]`. */
  readonly past: string;
  /** Graph output with the new positions appended. */
  readonly present: string;
  /** New positions alone; absent where one operator (GroupQueryAttention, say) does the appending itself. */
  readonly fresh?: string;
}

/** A decoder layer by what it does to the cache. */
export interface DecoderLayer {
  readonly key: CacheSite;
  readonly value: CacheSite;
  /** The single tensor through which everything of this layer and those after it depends on the tokens: the residual stream. */
  readonly input: string;
}

/** A decoder as found in its graph, not by names. */
export interface DecoderStructure {
  readonly layers: readonly DecoderLayer[];
  /** The residual stream after the last layer; what feeds the final norm. */
  readonly final: string;
  readonly logits: string;
  readonly inputIds: string;
  readonly attentionMask?: string;
  readonly positionIds?: string;
  readonly kvHeads: number;
  readonly headSize: number;
  /** ONNX element type of the cache. */
  readonly cacheElement: number;
  /** The graph it was found in, indexed. */
  readonly view: GraphView;
}

/** Why a graph is not what the rewrites know. The model still runs as it is. */
export class UnknownStructure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnknownStructure';
  }
}

/** Operators that append to a cache themselves: inputs of past K and V, outputs of present K and V. */
const FUSED = new Map([
  ['GroupQueryAttention', { past: [3, 4], present: [1, 2] }],
  ['MultiHeadAttention', { past: [6, 7], present: [1, 2] }],
] as const);

/**
 * Find layers, residual stream and cache names of a decoder.
 *
 * A cache site is an input of rank 4 that is concatenated with new positions into an output (or goes through an operator that
 * does so). K is told from V by use: scores are computed with K and end in the softmax V is multiplied with. Layers are ordered by
 * dependence. The residual stream is the chain of tensors no path from tokens to logits can avoid; shapes and masks do not count
 * as paths, since they carry no activations.
 *
 * @throws {UnknownStructure}
 */
export function findDecoder({ graph }: OnnxModel): DecoderStructure {
  const view = new GraphView(graph);
  const infos = new Map((graph.input ?? []).map((info) => [info.name ?? '', info]));
  const rankOf = (name: string): number => infos.get(name)?.type?.tensor_type?.shape?.dim?.length ?? -1;
  const flat = [...view.inputs].filter((name) => rankOf(name) === 2);
  const inputIds = flat.find((name) => view.consumers(name).some((node) => isEmbedding(view, node, name)));
  if (inputIds === undefined) throw new UnknownStructure('no input looks up an embedding');
  const sites = [...view.inputs].filter((name) => rankOf(name) === 4).map((past) => findSite(view, past));
  if (sites.length === 0) throw new UnknownStructure('no input is a key/value cache');
  const order = topologicalIndex(view);
  const pairs = pairSites(view, sites, order);
  const logits = [...view.outputs].find((name) => !sites.some(({ present }) => present === name));
  if (logits === undefined) throw new UnknownStructure('no output but the cache');
  const stream = dominators(view, inputIds, logits, order);
  const layers = pairs.map(({ key, value }): DecoderLayer => {
    const input = streamBefore(view, key, stream, order);
    return { key, value, input };
  });
  const last = layers.at(-1);
  const first = infos.get(layers[0]?.key.past ?? '');
  if (last === undefined || first === undefined) throw new UnknownStructure('no layers');
  if (new Set(layers.map(({ input }) => input)).size < layers.length) {
    throw new UnknownStructure('two layers share one input, so there is no place to cut between them');
  }
  return {
    layers,
    final: finalStream(view, stream, last, order),
    logits,
    inputIds,
    ...named(
      'attentionMask',
      flat.find((name) => name !== inputIds && /mask/i.test(name)),
    ),
    ...named(
      'positionIds',
      flat.find((name) => name !== inputIds && /position/i.test(name)),
    ),
    kvHeads: dimension(first, 1),
    headSize: dimension(first, 3),
    cacheElement: first.type?.tensor_type?.elem_type ?? 0,
    view,
  };
}

function named<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}

function dimension(info: ValueInfo, axis: number): number {
  const value = info.type?.tensor_type?.shape?.dim?.[axis]?.dim_value;
  const size = value === undefined ? 0 : numberOf(value);
  if (size <= 0) throw new UnknownStructure(`the cache input ${info.name} has no fixed size on axis ${axis}`);
  return size;
}

function isEmbedding(view: GraphView, node: NodeProto, ids: string): boolean {
  if (node.op_type === 'GatherBlockQuantized') return true;
  if (node.op_type === 'Gather' && node.input?.[1] === ids) return isWeight(view, node.input[0] ?? '');
  // Ids may be reshaped on the way to the table.
  const through = node.op_type === 'Reshape' || node.op_type === 'Cast' || node.op_type === 'Identity';
  const next = node.output?.[0] ?? '';
  return through && view.consumers(next).some((user) => isEmbedding(view, user, next));
}

/** A constant matrix, perhaps behind its dequantisation. */
function isWeight(view: GraphView, name: string): boolean {
  const tensor = view.constant(name);
  if (tensor !== undefined) return (tensor.dims?.length ?? 0) >= 2;
  const node = view.producer(name);
  return /^(DequantizeLinear|Cast)$/.test(node?.op_type ?? '') && isWeight(view, node?.input?.[0] ?? '');
}

function findSite(view: GraphView, past: string): CacheSite {
  for (const node of view.consumers(past)) {
    const present = node.output?.[0] ?? '';
    if (node.op_type === 'Concat' && node.input?.length === 2 && node.input[0] === past) {
      const axis = integer(node, 'axis', 0);
      const output = outputOf(view, present);
      if ((axis === 2 || axis === -2) && output !== undefined) {
        return { past, present: output, fresh: node.input[1] ?? '' };
      }
    }
    for (const [type, slots] of FUSED) {
      if (node.op_type !== type) continue;
      const which = slots.past.findIndex((slot) => node.input?.[slot] === past);
      const fused = node.output?.[slots.present[which] ?? -1];
      if (fused !== undefined && view.outputs.has(fused)) return { past, present: fused };
    }
  }
  throw new UnknownStructure(`the input ${past} is not a cache that new positions are appended to`);
}

/** The graph output a tensor is, or becomes through Identity. */
function outputOf(view: GraphView, tensor: string): string | undefined {
  if (view.outputs.has(tensor)) return tensor;
  const copy = view
    .consumers(tensor)
    .find((node) => node.op_type === 'Identity' && view.outputs.has(node.output?.[0] ?? ''));
  return copy?.output?.[0];
}

function topologicalIndex(view: GraphView): Map<string, number> {
  const index = new Map<string, number>();
  view.nodes.forEach((node, position) => {
    for (const name of node.output ?? []) index.set(name, position);
  });
  return index;
}

/** The tensor a cache is used as: the concatenation, before any Identity that makes it an output. */
export function joined(view: GraphView, site: CacheSite): string {
  const node = view.producer(site.present);
  return node?.op_type === 'Identity' ? (node.input?.[0] ?? site.present) : site.present;
}

function pairSites(view: GraphView, sites: readonly CacheSite[], order: ReadonlyMap<string, number>) {
  const isKey = (site: CacheSite): boolean => {
    if (site.fresh === undefined) {
      const node = view.producer(site.present);
      return node?.output?.[1] === site.present;
    }
    // K's products reach a softmax; V's do not before they meet the scores.
    return reachesSoftmax(view, joined(view, site));
  };
  const position = (site: CacheSite): number => order.get(site.present) ?? 0;
  const keys = sites.filter(isKey).sort((a, b) => position(a) - position(b));
  const values = sites.filter((site) => !keys.includes(site)).sort((a, b) => position(a) - position(b));
  if (keys.length !== values.length)
    throw new UnknownStructure(`${keys.length} key caches but ${values.length} value caches`);
  return keys.map((key, layer) => {
    const value = values[layer];
    if (value === undefined) throw new UnknownStructure('a key cache has no value cache');
    return { key, value };
  });
}

/** Does a tensor lead to a matrix product whose result goes into a softmax? */
function reachesSoftmax(view: GraphView, tensor: string): boolean {
  const product = firstProduct(view, tensor);
  if (product === undefined) return false;
  let name = product.output?.[0] ?? '';
  for (let steps = 0; steps < 12; steps += 1) {
    const users = view.consumers(name);
    if (users.some(({ op_type }) => op_type === 'Softmax')) return true;
    const next = users.find(({ op_type = '' }) => /^(Add|Mul|Div|Cast|Where|Sub|Tanh|Max|Reshape)$/.test(op_type));
    if (next === undefined) return false;
    name = next.output?.[0] ?? '';
  }
  return false;
}

/** The matrix product a cache tensor is the second factor of, through changes of layout. */
export function firstProduct(view: GraphView, tensor: string): NodeProto | undefined {
  const waiting = [tensor];
  const seen = new Set(waiting);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    for (const node of view.consumers(name)) {
      if (node.op_type === 'MatMul' && node.input?.[1] === name) return node;
      const passes = /^(Transpose|Reshape|Expand|Unsqueeze|Squeeze|Cast|Mul|Identity)$/.test(node.op_type ?? '');
      const next = node.output?.[0] ?? '';
      if (passes && node.input?.[0] === name && !seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return undefined;
}

/**
 * The tensors every path from the embedding to the logits goes through, in order.
 * A path is one of activations: what only carries shapes, masks and positions is left out.
 */
function dominators(view: GraphView, inputIds: string, logits: string, order: ReadonlyMap<string, number>): string[] {
  const carrying = new Set<string>();
  const isData = (node: NodeProto): boolean =>
    node.op_type !== 'Shape' && node.op_type !== 'Size' && node.op_type !== 'Constant';
  for (const node of view.nodes) {
    const embeds =
      node.op_type !== 'Shape' && (node.input ?? []).includes(inputIds) && isEmbedding(view, node, inputIds);
    const activation = isData(node) && inputsOf(node).some((name) => carrying.has(name));
    if (embeds || activation) for (const name of node.output ?? []) if (name !== '') carrying.add(name);
  }
  // Only what leads to the logits.
  const leading = new Set<string>();
  const waiting = [logits];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (leading.has(name) || !carrying.has(name)) continue;
    leading.add(name);
    const node = view.producer(name);
    if (node !== undefined) waiting.push(...inputsOf(node));
  }
  // Sweep in order of production, counting the tensors still awaited; where just one is, nothing avoids it.
  const sorted = [...leading].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const lastUse = new Map<string, number>();
  for (const node of view.nodes) {
    const outputs = (node.output ?? []).filter((name) => leading.has(name));
    if (outputs.length === 0) continue;
    const at = Math.max(...outputs.map((name) => order.get(name) ?? 0));
    for (const name of inputsOf(node)) if (leading.has(name)) lastUse.set(name, Math.max(lastUse.get(name) ?? 0, at));
  }
  const found: string[] = [];
  let furthest = -1;
  for (const name of sorted) {
    const made = order.get(name) ?? 0;
    if (furthest <= made) found.push(name);
    furthest = Math.max(furthest, lastUse.get(name) ?? Number.POSITIVE_INFINITY);
  }
  return found;
}

/** The last tensor of the stream that new keys of a layer depend on and that has been through the layer before. */
function streamBefore(
  view: GraphView,
  key: CacheSite,
  stream: readonly string[],
  order: ReadonlyMap<string, number>,
): string {
  const ancestors = ancestorsOf(view, key.fresh ?? key.present);
  const at = stream.filter((name) => ancestors.has(name) && isStream(view, name));
  const last = at.at(-1);
  if (last === undefined) throw new UnknownStructure(`no residual stream before ${key.past} (${order.size} tensors)`);
  return last;
}

/** Is a tensor read twice: by a norm and by the addition around the block? Then it is the stream itself, not a part of a norm. */
function isStream(view: GraphView, name: string): boolean {
  return view.consumers(name).filter(({ op_type }) => op_type !== 'Shape').length >= 2;
}

function ancestorsOf(view: GraphView, tensor: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [tensor];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = view.producer(name);
    if (node !== undefined) waiting.push(...inputsOf(node));
  }
  return seen;
}

/** The first tensor of the stream that has the whole last layer behind it: after its second addition. */
function finalStream(
  view: GraphView,
  stream: readonly string[],
  last: DecoderLayer,
  order: ReadonlyMap<string, number>,
): string {
  const after = stream.filter((name) => (order.get(name) ?? 0) > (order.get(last.value.present) ?? 0));
  const sums = after.filter((name) =>
    /^(Add|SkipSimplifiedLayerNormalization|SkipLayerNormalization)$/.test(view.producer(name)?.op_type ?? ''),
  );
  // Attention and feed-forward each end in an addition to the stream that is itself unavoidable.
  const found = sums.find((_, index) => index === 1);
  if (found === undefined)
    throw new UnknownStructure('the last layer does not end in an addition to the residual stream');
  return found;
}

/** Permutation of a Transpose. */
export function permutation(node: NodeProto): readonly number[] {
  return (attribute(node, 'perm')?.ints ?? []).map(numberOf);
}
