import { type DecoderStructure, findDecoder, UnknownStructure } from './find-layers.js';
import { type GraphView, prune } from './graph-view.js';
import { encodeOnnxModel, type OnnxModel, withGraph } from './onnx-model.js';
import { type Dimension, ELEMENT, type GraphProto, type NodeProto, type ValueInfo } from './onnx-schema.js';
import { attentionNodes, CONSTANT, constants, SHARED_INPUTS } from './shared-attention.js';

/** A decoder whose rows share one prompt. */
export interface SharedPromptModel {
  readonly bytes: Uint8Array;
  readonly directory: string;
  readonly logits: string;
  readonly inputIds: string;
  readonly attentionMask?: string;
  readonly positionIds?: string;
  /** Per cache tensor in layer order, K then V: prompt `[1, heads, p, size]`, suffix `[heads, rows, c, size]`, new `[heads, rows, t, size]`. */
  readonly caches: readonly { readonly prompt: string; readonly suffix: string; readonly fresh: string }[];
  readonly kvHeads: number;
  readonly headSize: number;
  readonly cacheType: 'float32' | 'float16';
  /** Activations are rounded to 8 bits on the way, so equal sums may differ by a step of that. */
  readonly roundsActivations: boolean;
}

/** A rewritten graph before what nobody needs is taken out of it. */
export interface RewrittenGraph {
  readonly structure: DecoderStructure;
  readonly whole: GraphProto;
  readonly caches: SharedPromptModel['caches'];
  /** Per layer: queries `[rows, heads, t, size]` and what attention makes of them, in the exported graph and in this. */
  readonly attentions: readonly { readonly queries: string; readonly output: string }[];
}

/**
 * Rewrite attention so that all rows read one copy of the prompt's keys and values:
 *
 *   softmax([Q·K_promptᵀ | Q·K_suffixᵀ | Q·K_newᵀ] + mask) · [V_prompt; V_suffix; V_new]
 *
 * The three products are the blocks of the original one. Prompt positions are read once per pass whatever the number of rows, and
 * only the new positions leave the graph, not the whole cache. Logits are taken at the last position alone.
 * Bifurcated attention: Athiwaratkun et al. 2024, arXiv:2403.08845.
 *
 * Suffix and prompt must have at least one position (a masked one will do). The original's own mask is left out: every earlier
 * position is taken to be visible, which {@link proveRewrite} tests.
 *
 * @throws {UnknownStructure} where attention is not made of the operators known here
 */
export function sharePrompt(model: OnnxModel): SharedPromptModel {
  const { structure, whole, caches } = rewriteAttention(model);
  const { kvHeads, headSize, cacheElement } = structure;
  const graph = prune(whole, [structure.logits, ...caches.map(({ fresh }) => fresh)]);
  const shapeOfCache = graph.node?.find(
    ({ op_type, input = [] }) => op_type === 'Shape' && caches.some(({ prompt }) => input.includes(prompt)),
  );
  if (shapeOfCache !== undefined) throw new UnknownStructure('the length of the cache is used outside attention');
  const inputs = new Set((graph.input ?? []).map(({ name }) => name));
  return {
    bytes: encodeOnnxModel(withGraph(model, graph)),
    directory: model.directory,
    logits: structure.logits,
    inputIds: structure.inputIds,
    ...(inputs.has(structure.attentionMask) ? { attentionMask: structure.attentionMask } : {}),
    ...(inputs.has(structure.positionIds) ? { positionIds: structure.positionIds } : {}),
    caches,
    kvHeads,
    headSize,
    cacheType: cacheElement === ELEMENT.float32 ? 'float32' : 'float16',
    roundsActivations: structure.view.nodes.some(({ op_type = '' }) =>
      /Quantize|MatMulNBits|MatMulInteger/.test(op_type),
    ),
  };
}

/** The graph with its attention replaced; see {@link sharePrompt}. @throws {UnknownStructure} */
export function rewriteAttention(model: OnnxModel): RewrittenGraph {
  const structure = findDecoder(model);
  const { view, kvHeads, headSize, cacheElement } = structure;
  if (cacheElement !== ELEMENT.float32 && cacheElement !== ELEMENT.float16) {
    throw new UnknownStructure('the cache holds numbers of a type other than float32 and float16');
  }
  const replaced = new Map<NodeProto, NodeProto[]>();
  const attentions = structure.layers.map((layer, index) => {
    const { queries, product, nodes } = attentionNodes(structure, layer, index);
    replaced.set(product, nodes);
    return { queries, output: product.output?.[0] ?? '' };
  });
  const caches = structure.layers.flatMap((layer, index) =>
    [layer.key, layer.value].map(({ past }, which) => ({
      prompt: past,
      suffix: `qeil.${index}.${which === 0 ? 'key' : 'value'}.suffix`,
      fresh: `qeil.${index}.${which === 0 ? 'key' : 'value'}.new`,
    })),
  );
  // One scale for all positions: numbers would change if fewer positions went in.
  const sliceable = !view.nodes.some(({ op_type }) => op_type === 'DynamicQuantizeLinear');
  const nodes = view.nodes.flatMap((node) => replaced.get(node) ?? [node]);
  const axes = ['rows', 'positions', 'size'];
  const int64 = (name: string): ValueInfo => valueInfo(name, ELEMENT.int64, ['parts']);
  const whole: GraphProto = {
    ...model.graph,
    node: sliceable ? sliceBefore(nodes, headOf(view, structure.logits)) : nodes,
    initializer: [...(model.graph.initializer ?? []), ...constants(kvHeads, headSize)],
    input: [
      ...(model.graph.input ?? []),
      ...caches.map(({ suffix }) => valueInfo(suffix, cacheElement, [kvHeads, 'rows', 'suffix', headSize])),
      valueInfo(SHARED_INPUTS.mask, ELEMENT.float32, ['new', 'total']),
      ...[SHARED_INPUTS.parts, ...Object.values(SHARED_INPUTS.shapes)].map(int64),
    ],
    output: [
      valueInfo(structure.logits, logitsElement(model, structure), axes),
      ...caches.map(({ fresh }) => valueInfo(fresh, cacheElement, [kvHeads, 'rows', 'new', headSize])),
    ],
  };
  return { structure, whole, caches, attentions };
}

function logitsElement(model: OnnxModel, { logits }: DecoderStructure): number {
  return model.graph.output?.find(({ name }) => name === logits)?.type?.tensor_type?.elem_type ?? ELEMENT.float32;
}

export function valueInfo(name: string, element: number, dims: readonly (string | number)[]): ValueInfo {
  const dim = dims.map(
    (size): Dimension => (typeof size === 'number' ? { dim_value: size } : { dim_param: `qeil_${size}` }),
  );
  return { name, type: { tensor_type: { elem_type: element, shape: { dim } } } };
}

/** The product that makes logits of hidden states; only elementwise operators follow it. */
function headOf(view: GraphView, logits: string): NodeProto {
  let name = logits;
  for (;;) {
    const node = view.producer(name);
    if (node !== undefined && /^(MatMul|Gemm|MatMulNBits)$/.test(node.op_type ?? '')) return node;
    if (node === undefined || !/^(Cast|Div|Mul|Identity|Tanh|Add)$/.test(node.op_type ?? '')) {
      throw new UnknownStructure(`logits come from ${node?.op_type ?? 'nothing'}, not from a product`);
    }
    name = node.input?.[0] ?? '';
  }
}

/** Let the head see the last position only. */
function sliceBefore(nodes: readonly NodeProto[], head: NodeProto): NodeProto[] {
  const sliced = 'qeil.last';
  const [hidden = '', ...weights] = head.input ?? [];
  const input = [hidden, CONSTANT.last, CONSTANT.end, CONSTANT.axis1];
  const slice: NodeProto = { op_type: 'Slice', name: sliced, input, output: [sliced] };
  return nodes.flatMap((node) => (node === head ? [slice, { ...head, input: [sliced, ...weights] }] : [node]));
}
