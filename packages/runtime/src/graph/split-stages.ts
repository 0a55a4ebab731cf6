import { type DecoderStructure, findDecoder, UnknownStructure } from './find-layers.js';
import { GraphView, inputsOf, prune } from './graph-view.js';
import { encodeOnnxModel, numberOf, type OnnxModel, withGraph } from './onnx-model.js';
import type { GraphProto, NodeProto, ValueInfo } from './onnx-schema.js';

/** A run of layers as a model of its own. */
export interface Stage {
  /** First layer and the one after the last. */
  readonly layers: readonly [number, number];
  /** The stage as an ONNX protobuf; its weights lie in files under `directory` (see {@link stageSessionOptions}). */
  readonly bytes: Uint8Array;
  readonly directory: string;
  /** Name of the activation input, `[batch, positions, width]`; absent for the first stage, which reads token ids. */
  readonly activationInput?: string;
  /** Name of the activation output; absent for the last stage, which gives logits. */
  readonly activationOutput?: string;
  /** Name of the logits output, on the last stage. */
  readonly logits?: string;
  /** Other inputs the stage reads, by role. Token ids may be needed by a later stage for their shape only. */
  readonly inputIds?: string;
  readonly attentionMask?: string;
  readonly positionIds?: string;
  /** Cache names in layer order: K then V. */
  readonly pasts: readonly string[];
  readonly presents: readonly string[];
  /** Element type of activations, `float32` or `float16`. */
  readonly activationType: 'float32' | 'float16';
}

/** Session options that let ONNX Runtime find a stage's weights when it is loaded from bytes; merge them into the others. */
export function externalDataOptions(directory: string): {
  session: { model_external_initializers_file_folder_path: string };
} {
  return { session: { model_external_initializers_file_folder_path: directory } };
}

/**
 * Cut a decoder before the given layers.
 *
 * The cut is exact: the stages do the same operations in the same order. Each keeps only the nodes and weights it needs, weights by
 * reference. A shape taken of a tensor in an earlier stage is taken of the activation input, or of the stage's own cache, instead.
 *
 * @param cuts - ascending layer numbers in 1 … layers − 1; none gives one stage
 * @throws {UnknownStructure} where a stage would need activations of another
 * @throws {RangeError} where the cuts are no ascending layer numbers
 */
export function splitStages(model: OnnxModel, cuts: readonly number[]): Stage[] {
  const structure = findDecoder(model);
  const count = structure.layers.length;
  const edges = [0, ...cuts, count];
  edges.slice(1).forEach((edge, index) => {
    if (Number.isInteger(edge) && edge > (edges[index] ?? 0)) return;
    throw new RangeError(
      `splitStages: cuts ${cuts.join(', ')} are no ascending layer numbers between 1 and ${count - 1}`,
    );
  });
  return cuts.length === 0
    ? [stageOf(model, structure, 0, count)]
    : edges.slice(1).map((end, index) => stageOf(model, structure, edges[index] ?? 0, end));
}

function stageOf(model: OnnxModel, structure: DecoderStructure, first: number, end: number): Stage {
  const { view } = structure;
  const layers = structure.layers.slice(first, end);
  const into = first === 0 ? undefined : structure.layers[first]?.input;
  const out = structure.layers[end]?.input;
  const pasts = layers.flatMap(({ key, value }) => [key.past, value.past]);
  const presents = layers.flatMap(({ key, value }) => [key.present, value.present]);
  const outputs = [out ?? structure.logits, ...presents];
  const element = activationElement(structure);
  const nodes = retargetShapes(structure, first, view.nodes).filter((node) => !node.output?.includes(into ?? ' '));
  const infoOf = (name: string): ValueInfo => ({
    name,
    type: { tensor_type: { elem_type: element, shape: streamShape } },
  });
  const whole: GraphProto = {
    ...model.graph,
    node: nodes,
    input: [...(model.graph.input ?? []), ...(into === undefined ? [] : [infoOf(into)])],
    output: [...(model.graph.output ?? []), ...(out === undefined ? [] : [infoOf(out)])],
  };
  const graph = prune(whole, outputs);
  const inputs = new Set((graph.input ?? []).map(({ name = '' }) => name));
  const produced = new GraphView(graph);
  const missing = (graph.node ?? [])
    .flatMap(inputsOf)
    .find(
      (name) => !inputs.has(name) && produced.producer(name) === undefined && produced.constant(name) === undefined,
    );
  const foreign = structure.layers
    .filter((layer) => !layers.includes(layer))
    .flatMap(({ key, value }) => [key.past, value.past])
    .find((name) => inputs.has(name));
  if (missing !== undefined || foreign !== undefined) {
    throw new UnknownStructure(
      `layers ${first} to ${end - 1} need ${missing ?? foreign}, which belongs to other layers`,
    );
  }
  // Outputs in a fixed order, whatever the exporter's was.
  const byName = new Map((graph.output ?? []).map((info) => [info.name, info]));
  graph.output = outputs.flatMap((name) => byName.get(name) ?? []);
  const kept = <K extends string>(key: K, name: string | undefined): { [P in K]?: string } =>
    name !== undefined && inputs.has(name) ? ({ [key]: name } as { [P in K]?: string }) : {};
  return {
    layers: [first, end],
    bytes: encodeOnnxModel(withGraph(model, graph)),
    directory: model.directory,
    ...kept('activationInput', into),
    ...(out === undefined ? { logits: structure.logits } : { activationOutput: out }),
    ...kept('inputIds', structure.inputIds),
    ...kept('attentionMask', structure.attentionMask),
    ...kept('positionIds', structure.positionIds),
    pasts,
    presents,
    activationType: element === 10 ? 'float16' : 'float32',
  };
}

const streamShape = { dim: [{ dim_param: 'batch' }, { dim_param: 'positions' }, { dim_param: 'width' }] };

/** Element type at the cuts: what the stream was cast to, or the cache's type. */
function activationElement({ view, layers, cacheElement }: DecoderStructure): number {
  const producer = view.producer(layers.at(-1)?.input ?? '');
  if (producer?.op_type !== 'Cast') return cacheElement;
  return numberOf(producer.attribute?.find(({ name }) => name === 'to')?.i);
}

/** Shapes of foreign caches become shapes of the stage's first cache; shapes of earlier streams that of the activation input. */
function retargetShapes({ view, layers }: DecoderStructure, first: number, nodes: readonly NodeProto[]): NodeProto[] {
  const own = layers[first];
  if (first === 0 || own === undefined) return [...nodes];
  const earlier = new Map<string, string>();
  layers.forEach((layer, index) => {
    if (index === first) return;
    earlier.set(layer.key.past, own.key.past);
    earlier.set(layer.value.past, own.value.past);
    if (index < first) for (const name of sameShape(view, layer.input)) earlier.set(name, own.input);
  });
  return nodes.map((node) => {
    const replaced = node.op_type === 'Shape' ? earlier.get(node.input?.[0] ?? '') : undefined;
    return replaced === undefined ? node : { ...node, input: [replaced] };
  });
}

/** The stream tensor and what it was cast from: the same shape. */
function sameShape(view: GraphView, name: string): string[] {
  const node = view.producer(name);
  return node?.op_type === 'Cast' ? [name, ...sameShape(view, node.input?.[0] ?? '')] : [name];
}
