import { numberOf } from './onnx-model.js';
import type { AttributeProto, GraphProto, NodeProto, TensorProto } from './onnx-schema.js';

/** A graph with its edges: who makes a tensor and who uses it. Valid until the graph is changed. */
export class GraphView {
  private readonly producers = new Map<string, NodeProto>();
  private readonly users = new Map<string, NodeProto[]>();
  private readonly constants = new Map<string, TensorProto>();
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;

  constructor(readonly graph: GraphProto) {
    for (const node of graph.node ?? []) {
      for (const name of node.output ?? []) if (name !== '') this.producers.set(name, node);
      for (const name of inputsOf(node)) {
        const users = this.users.get(name);
        if (users === undefined) this.users.set(name, [node]);
        else if (users.at(-1) !== node) users.push(node);
      }
      if (node.op_type === 'Constant') {
        const value = node.attribute?.find(({ name }) => name === 'value')?.t;
        const name = node.output?.[0];
        if (value !== undefined && name !== undefined) this.constants.set(name, value);
      }
    }
    for (const tensor of graph.initializer ?? []) this.constants.set(tensor.name ?? '', tensor);
    // Old exports list weights among the inputs too.
    this.inputs = new Set((graph.input ?? []).map(({ name = '' }) => name).filter((name) => !this.constants.has(name)));
    this.outputs = new Set((graph.output ?? []).map(({ name = '' }) => name));
  }

  producer(tensor: string): NodeProto | undefined {
    return this.producers.get(tensor);
  }

  consumers(tensor: string): readonly NodeProto[] {
    return this.users.get(tensor) ?? [];
  }

  /** The value of an initialiser or Constant node; through Identity, as exporters share equal weights. */
  constant(tensor: string): TensorProto | undefined {
    const found = this.constants.get(tensor);
    if (found !== undefined) return found;
    const node = this.producers.get(tensor);
    return node?.op_type === 'Identity' ? this.constant(node.input?.[0] ?? '') : undefined;
  }

  /** Nodes in an order in which each comes after what it needs. */
  get nodes(): readonly NodeProto[] {
    return this.graph.node ?? [];
  }
}

/** What a node reads, tensors its sub-graphs take from outside included. */
export function inputsOf(node: NodeProto): string[] {
  const inner = (node.attribute ?? [])
    .flatMap(({ g, graphs = [] }) => [...(g ? [g] : []), ...graphs])
    .flatMap(freeNames);
  return [...(node.input ?? []), ...inner].filter((name) => name !== '');
}

function freeNames(graph: GraphProto): string[] {
  const bound = new Set([
    ...(graph.input ?? []).map(({ name }) => name),
    ...(graph.initializer ?? []).map(({ name }) => name),
    ...(graph.node ?? []).flatMap(({ output = [] }) => output),
  ]);
  const used = [...(graph.node ?? []).flatMap(inputsOf), ...(graph.output ?? []).map(({ name = '' }) => name)];
  return used.filter((name) => !bound.has(name));
}

export function attribute(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute?.find((found) => found.name === name);
}

export function integer(node: NodeProto, name: string, otherwise: number): number {
  const found = attribute(node, name);
  return found === undefined ? otherwise : numberOf(found.i);
}

/** Number of elements of a constant. */
export function elementCount(tensor: TensorProto): number {
  return (tensor.dims ?? []).reduce<number>((product, dimension) => product * numberOf(dimension), 1);
}

/** Keep what the named outputs need; in the order it was in. Unused initialisers go too. */
export function prune(graph: GraphProto, outputs: readonly string[]): GraphProto {
  const view = new GraphView(graph);
  const needed = new Set<string>();
  const nodes = new Set<NodeProto>();
  const waiting = [...outputs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const node = view.producer(name);
    if (node === undefined || nodes.has(node)) continue;
    nodes.add(node);
    waiting.push(...inputsOf(node));
  }
  return {
    name: graph.name ?? 'graph',
    node: (graph.node ?? []).filter((node) => nodes.has(node)),
    initializer: (graph.initializer ?? []).filter(({ name = '' }) => needed.has(name)),
    input: (graph.input ?? []).filter(({ name = '' }) => needed.has(name)),
    output: (graph.output ?? []).filter(({ name = '' }) => outputs.includes(name)),
  };
}
