import { type DecoderLayer, type DecoderStructure, firstProduct, joined, UnknownStructure } from './find-layers.js';
import { elementCount, type GraphView } from './graph-view.js';
import { ELEMENT, type NodeProto, type TensorProto } from './onnx-schema.js';

/** Inputs the rewritten graph takes besides the model's own; shapes in terms of r rows, t new, p prompt and c suffix positions. */
export const SHARED_INPUTS = {
  /** float32 `[t, p + c + t]`, added to the scores: 0 where a position may be seen, a large negative number where not. */
  mask: 'qeil.mask',
  /** int64 `[p, c, t]`. */
  parts: 'qeil.parts',
  /** int64 shapes, −1 where a size follows from the others. */
  shapes: {
    suffixScores: 'qeil.shape.suffix_scores',
    freshScores: 'qeil.shape.fresh_scores',
    scores: 'qeil.shape.scores',
    flatScores: 'qeil.shape.flat_scores',
    suffixShares: 'qeil.shape.suffix_shares',
    freshShares: 'qeil.shape.fresh_shares',
    mixed: 'qeil.shape.mixed',
    heads: 'qeil.shape.heads',
  },
} as const;

/** Constants the new nodes use. */
export const CONSTANT = {
  split: 'qeil.const.split',
  flat: 'qeil.const.flat',
  axis0: 'qeil.const.axis0',
  last: 'qeil.const.last',
  end: 'qeil.const.end',
  axis1: 'qeil.const.axis1',
} as const;

export function constants(kvHeads: number, headSize: number): TensorProto[] {
  const whole = (name: string, values: readonly number[]): TensorProto => {
    const raw = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
    return { name, dims: [values.length], data_type: ELEMENT.int64, raw_data: raw };
  };
  return [
    whole(CONSTANT.split, [0, kvHeads, -1, headSize]),
    whole(CONSTANT.flat, [kvHeads, -1, headSize]),
    whole(CONSTANT.axis0, [0]),
    whole(CONSTANT.last, [-1]),
    whole(CONSTANT.end, [Number.MAX_SAFE_INTEGER]),
    whole(CONSTANT.axis1, [1]),
  ];
}

/** A factor or divisor on the way to the softmax; applied to the queries instead. */
interface Scaling {
  readonly op: 'Mul' | 'Div';
  readonly operand: string;
}

interface FoundAttention {
  readonly queries: string;
  readonly scalings: readonly Scaling[];
  readonly product: NodeProto;
}

function findAttention(view: GraphView, { key, value }: DecoderLayer): FoundAttention {
  const scores = firstProduct(view, joined(view, key));
  const product = firstProduct(view, joined(view, value));
  if (scores === undefined || product === undefined) throw new UnknownStructure(`no attention over ${key.past}`);
  const scalings = keyScalings(view, scores.input?.[1] ?? '', joined(view, key));
  let name = scores.output?.[0] ?? '';
  for (;;) {
    const users = view.consumers(name);
    if (users.some(({ op_type }) => op_type === 'Softmax')) break;
    const [node] = users;
    if (node === undefined || users.length > 1) throw new UnknownStructure(`the scores of ${key.past} are used twice`);
    const other = node.input?.find((operand) => operand !== name) ?? '';
    if ((node.op_type === 'Mul' || node.op_type === 'Div') && node.input?.[0] === name) {
      requireScalar(view, other, key.past);
      scalings.push({ op: node.op_type, operand: other });
    } else if (!['Add', 'Cast', 'Where'].includes(node.op_type ?? '')) {
      throw new UnknownStructure(`the scores of ${key.past} go through ${node.op_type} before the softmax`);
    }
    name = node.output?.[0] ?? '';
  }
  return { queries: scores.input?.[0] ?? '', scalings, product };
}

function requireScalar(view: GraphView, operand: string, past: string): void {
  const constant = view.constant(operand);
  // A scale computed from shapes is not constant but is a scalar in every export known; the proof would show another.
  if (constant !== undefined && elementCount(constant) !== 1) {
    throw new UnknownStructure(`the scores of ${past} are scaled by more than one number`);
  }
}

/** Factors on the keys between cache and product. */
function keyScalings(view: GraphView, from: string, to: string): Scaling[] {
  const found: Scaling[] = [];
  let name = from;
  while (name !== to) {
    const node = view.producer(name);
    if (node?.op_type === 'Mul') {
      const operand = node.input?.[1] ?? '';
      requireScalar(view, operand, to);
      found.push({ op: 'Mul', operand });
    } else if (
      node === undefined ||
      !/^(Transpose|Reshape|Expand|Unsqueeze|Squeeze|Cast|Identity)$/.test(node.op_type ?? '')
    ) {
      throw new UnknownStructure(`keys go through ${node?.op_type ?? 'nothing'} on the way to the scores`);
    }
    name = node.input?.[0] ?? '';
  }
  return found;
}

/** The nodes that compute one layer's attention over `[prompt | suffix | new]`, and what they take the place of. */
export function attentionNodes(structure: DecoderStructure, layer: DecoderLayer, index: number) {
  const { view, cacheElement } = structure;
  const { key, value } = layer;
  if (key.fresh === undefined || value.fresh === undefined) {
    throw new UnknownStructure(`${view.producer(key.present)?.op_type ?? 'one operator'} does all of attention`);
  }
  const { queries, scalings, product } = findAttention(view, layer);
  const nodes: NodeProto[] = [];
  const at = (name: string): string => `qeil.${index}.${name}`;
  const emit = (op: string, input: readonly string[], name: string, attribute: NodeProto['attribute'] = []): string => {
    nodes.push({ op_type: op, name: at(`node.${name}`), input: [...input], output: [at(name)], attribute });
    return at(name);
  };
  const perm = (...ints: number[]): NodeProto['attribute'] => [{ name: 'perm', type: 7, ints }];
  const axis = (value: number): NodeProto['attribute'] => [{ name: 'axis', type: 2, i: value }];
  const cast = (to: number): NodeProto['attribute'] => [{ name: 'to', type: 2, i: to }];
  const { shapes } = SHARED_INPUTS;

  let scaled = queries;
  scalings.forEach(({ op, operand }, order) => {
    scaled = emit(op, [scaled, operand], `query.scaled.${order}`);
  });
  // [rows, heads, t, size] → [kv heads, rows, group·t, size]: what shares a K lies together.
  const grouped = emit(
    'Transpose',
    [emit('Reshape', [scaled, CONSTANT.split], 'query.split')],
    'query.rows',
    perm(1, 0, 2, 3),
  );
  const flat = emit('Reshape', [grouped, CONSTANT.flat], 'query.flat');
  const newKey = emit('Transpose', [key.fresh], 'key.new', perm(1, 0, 2, 3));
  const newValue = emit('Transpose', [value.fresh], 'value.new', perm(1, 0, 2, 3));
  const promptKey = emit('Squeeze', [key.past, CONSTANT.axis0], 'key.prompt');
  const promptValue = emit('Squeeze', [value.past, CONSTANT.axis0], 'value.prompt');
  const turned = (name: string, label: string): string => emit('Transpose', [name], label, perm(0, 1, 3, 2));
  const onPrompt = emit(
    'MatMul',
    [flat, emit('Transpose', [promptKey], 'key.prompt.turned', perm(0, 2, 1))],
    'scores.prompt',
  );
  const onSuffix = emit('MatMul', [grouped, turned(at('key.suffix'), 'key.suffix.turned')], 'scores.suffix.rows');
  const onNew = emit('MatMul', [grouped, turned(newKey, 'key.new.turned')], 'scores.new.rows');
  const parts = [
    onPrompt,
    emit('Reshape', [onSuffix, shapes.suffixScores], 'scores.suffix'),
    emit('Reshape', [onNew, shapes.freshScores], 'scores.new'),
  ];
  const joinedScores = emit('Reshape', [emit('Concat', parts, 'scores.flat', axis(-1)), shapes.scores], 'scores');
  const half = cacheElement === ELEMENT.float16;
  const wide = half ? emit('Cast', [joinedScores], 'scores.wide', cast(ELEMENT.float32)) : joinedScores;
  const masked = emit('Add', [wide, SHARED_INPUTS.mask], 'scores.masked');
  const softmax = emit('Softmax', [masked], 'shares.wide', axis(-1));
  const shares = half ? emit('Cast', [softmax], 'shares', cast(ELEMENT.float16)) : softmax;
  const flatShares = emit('Reshape', [shares, shapes.flatScores], 'shares.flat');
  const [toPrompt, toSuffix, toNew] = [at('shares.prompt'), at('shares.suffix'), at('shares.new')];
  nodes.push({
    op_type: 'Split',
    name: at('node.shares.parts'),
    input: [flatShares, SHARED_INPUTS.parts],
    output: [toPrompt, toSuffix, toNew],
    attribute: axis(-1) ?? [],
  });
  const fromPrompt = emit('MatMul', [toPrompt, promptValue], 'mixed.prompt');
  const suffixRows = emit('Reshape', [toSuffix, shapes.suffixShares], 'shares.suffix.rows');
  const newRows = emit('Reshape', [toNew, shapes.freshShares], 'shares.new.rows');
  const fromSuffix = emit('MatMul', [suffixRows, at('value.suffix')], 'mixed.suffix');
  const fromNew = emit('MatMul', [newRows, newValue], 'mixed.new');
  const own = emit('Reshape', [emit('Add', [fromSuffix, fromNew], 'mixed.own.rows'), CONSTANT.flat], 'mixed.own');
  const mixed = emit('Reshape', [emit('Add', [fromPrompt, own], 'mixed.flat'), shapes.mixed], 'mixed');
  const rowsFirst = emit('Transpose', [mixed], 'mixed.rows', perm(1, 0, 2, 3));
  nodes.push({
    op_type: 'Reshape',
    name: at('node.heads'),
    input: [rowsFirst, shapes.heads],
    output: [product.output?.[0] ?? ''],
  });
  return { queries, product, nodes };
}
