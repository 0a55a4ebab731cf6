import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Generated, Generation, LoadArm } from '../arm.js';
import type { BenchModel } from '../bench-model.js';

/**
 * The loop as people write it on onnxruntime-node: default options, the prompt once per row, `present` of one step fed as `past` of
 * the next, softmax and draw in JavaScript.
 */
export const load: LoadArm = async (model) => {
  const session = await InferenceSession.create(path.join(model.directory, 'onnx', 'model.onnx'));
  return {
    generate: (generation) => generate(session, model, generation),
    close: () => session.release(),
  };
};

const repeated = (rows: number, values: readonly number[]): Tensor =>
  new Tensor(
    'int64',
    BigInt64Array.from({ length: rows * values.length }, (_, index) => BigInt(values[index % values.length] ?? 0)),
    [rows, values.length],
  );

const count = (length: number, from = 0): number[] => Array.from({ length }, (_, index) => from + index);

async function generate(
  session: InferenceSession,
  { layers, kvHeads, headSize, vocabulary }: BenchModel,
  { promptTokenIds, rows, newTokens, temperature }: Generation,
): Promise<Generated> {
  const startMs = performance.now();
  const caches = count(layers).flatMap((layer) => [`${layer}.key`, `${layer}.value`]);
  let past: Tensor[] = caches.map(() => new Tensor('float32', new Float32Array(0), [rows, kvHeads, 0, headSize]));
  let input = repeated(rows, promptTokenIds);
  let length = 0;
  let sessionMs = 0;
  let decodeStartMs = startMs;
  const tokenIds: number[][] = count(rows).map(() => []);
  for (let step = 0; step < newTokens; step += 1) {
    const columns = input.dims[1] ?? 0;
    const feeds: Record<string, Tensor> = {
      input_ids: input,
      attention_mask: repeated(rows, new Array<number>(length + columns).fill(1)),
      position_ids: repeated(rows, count(columns, length)),
    };
    caches.forEach((name, index) => {
      const tensor = past[index];
      if (tensor !== undefined) feeds[`past_key_values.${name}`] = tensor;
    });
    const runMs = performance.now();
    const outputs = await session.run(feeds);
    sessionMs += performance.now() - runMs;
    past = caches.map((name) => outputs[`present.${name}`] as Tensor);
    length += columns;
    const logits = outputs.logits?.data as Float32Array;
    tokenIds.forEach((ids, row) => {
      ids.push(draw(logits, ((row + 1) * columns - 1) * vocabulary, vocabulary, temperature));
    });
    input = new Tensor(
      'int64',
      BigInt64Array.from(tokenIds, (ids) => BigInt(ids.at(-1) ?? 0)),
      [rows, 1],
    );
    if (step === 0) decodeStartMs = performance.now();
  }
  const endMs = performance.now();
  return {
    tokenIds,
    wallS: (endMs - startMs) / 1000,
    sessionS: sessionMs / 1000,
    decodeS: (endMs - decodeStartMs) / 1000,
    decodePasses: newTokens - 1,
  };
}

function draw(logits: Float32Array, offset: number, vocabulary: number, temperature: number): number {
  const row = logits.subarray(offset, offset + vocabulary);
  let best = 0;
  for (let id = 1; id < vocabulary; id += 1) if ((row[id] ?? 0) > (row[best] ?? 0)) best = id;
  if (temperature === 0) return best;
  const highest = row[best] ?? 0;
  const weights = Float64Array.from(row, (value) => Math.exp((value - highest) / temperature));
  let left = Math.random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let id = 0; id < vocabulary; id += 1) {
    left -= weights[id] ?? 0;
    if (left < 0) return id;
  }
  return vocabulary - 1;
}
