import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GraphProto, MODEL_PROTO, numberOf, readOnnxModel, type TensorProto } from '@qeil/runtime/onnx';
import { writeRandomWeights } from './random-weights.js';

/** A model the bench runs, on disk in the layout of transformers.js. */
export interface BenchModel {
  readonly name: string;
  readonly directory: string;
  readonly layers: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly queriesPerKey: number;
  readonly vocabulary: number;
  /** Weights of matrix products (elements): each is one multiplication and one addition per token. */
  readonly productWeights: number;
  /** What a decode step reads of weights (B): the products, not the embedding table. */
  readonly weightByte: number;
}

/** Width of the residual stream, heads and the rest, in the shipped model's family: heads of 32, three to a key/value head. */
interface Shape {
  readonly width: number;
  readonly mlpWidth: number;
  readonly vocabulary: number;
}

export const MODEL_NAMES = ['mini', 'small', 'large'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** `mini` is the shipped model with its own weights; the others are its exported graph made wider, with random weights. */
const SHAPES: Readonly<Record<ModelName, Shape>> = {
  mini: { width: 192, mlpWidth: 512, vocabulary: 1024 },
  small: { width: 576, mlpWidth: 1536, vocabulary: 2048 },
  large: { width: 1536, mlpWidth: 4096, vocabulary: 8192 },
};
const LAYERS = 5;
const HEAD_SIZE = 32;
const GROUP = 3;
/** Rotary positions are computed in the graph, so more of them only need saying. */
const MAX_POSITIONS = 2048;
const EXTERNAL = 1;
/** Changes when what is written changes. */
const VERSION = 1;

const shipped = fileURLToPath(new URL('../../../models/gradeschool-mini', import.meta.url));

const kvHeadsOf = ({ width }: Shape): number => width / HEAD_SIZE / GROUP;

/** Prepare a model below `cacheDirectory`, or take the one prepared before. */
export async function prepareModel(name: ModelName, cacheDirectory: string): Promise<BenchModel> {
  const shape = SHAPES[name];
  const directory = path.join(cacheDirectory, 'bench-engine', `${name}-${VERSION}`);
  if (!(await stat(directory).catch(() => undefined))) await writeModel(name, shape, directory);
  const { width, mlpWidth, vocabulary } = shape;
  const kvHeads = kvHeadsOf(shape);
  const layerWeights = 2 * width * width + 2 * width * kvHeads * HEAD_SIZE + 3 * width * mlpWidth;
  const productWeights = LAYERS * layerWeights + width * vocabulary;
  return {
    name,
    directory,
    layers: LAYERS,
    kvHeads,
    headSize: HEAD_SIZE,
    queriesPerKey: GROUP,
    vocabulary,
    productWeights,
    weightByte: Float32Array.BYTES_PER_ELEMENT * productWeights,
  };
}

async function writeModel(name: ModelName, shape: Shape, directory: string): Promise<void> {
  const making = `${directory}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(path.join(making, 'onnx'), { recursive: true });
  for (const file of ['tokenizer_config.json', 'special_tokens_map.json']) {
    await cp(path.join(shipped, file), path.join(making, file));
  }
  await writeTokenizer(shape, making);
  await writeConfigs(shape, making);
  const target = path.join(making, 'onnx', 'model.onnx');
  if (name === 'mini') await cp(path.join(shipped, 'onnx', 'model.onnx'), target);
  else await writeWider(shape, target);
  await rename(making, directory);
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(await readFile(path.join(shipped, file), 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError(`${file} holds no object`);
  return { ...parsed };
}

/** The end token is one that cannot be drawn: every sample has exactly as many tokens as were asked for. */
async function writeConfigs(shape: Shape, directory: string): Promise<void> {
  const { width, mlpWidth, vocabulary } = shape;
  const config = {
    ...(await readJson('config.json')),
    hidden_size: width,
    intermediate_size: mlpWidth,
    num_attention_heads: width / HEAD_SIZE,
    num_key_value_heads: kvHeadsOf(shape),
    vocab_size: vocabulary,
    max_position_embeddings: MAX_POSITIONS,
    eos_token_id: vocabulary,
  };
  const generation = { do_sample: true, temperature: 1, top_p: 1, top_k: 0, eos_token_id: vocabulary, pad_token_id: 0 };
  await writeFile(path.join(directory, 'config.json'), JSON.stringify(config, null, 2));
  await writeFile(path.join(directory, 'generation_config.json'), JSON.stringify(generation, null, 2));
}

/** The shipped tokenizer, with a word for each further token of a larger vocabulary. */
async function writeTokenizer({ vocabulary }: Shape, directory: string): Promise<void> {
  const tokenizer = await readJson('tokenizer.json');
  const model = tokenizer.model as { vocab: Record<string, number> };
  const known = Object.keys(model.vocab).length;
  for (let id = known; id < vocabulary; id += 1) model.vocab[`word${id}`] = id;
  await writeFile(path.join(directory, 'tokenizer.json'), JSON.stringify(tokenizer));
}

/** The shipped model's exported graph with wider matrices. Heads are counted by the graph itself, so only the weights change. */
async function writeWider(shape: Shape, target: string): Promise<void> {
  const { model, graph } = await readOnnxModel(path.join(shipped, 'onnx', 'model.onnx'));
  const from = SHAPES.mini;
  const kvWidth = (of: Shape): number => kvHeadsOf(of) * HEAD_SIZE;
  const wider = new Map([
    [from.width, shape.width],
    [kvWidth(from), kvWidth(shape)],
    [from.mlpWidth, shape.mlpWidth],
    [from.vocabulary, shape.vocabulary],
  ]);
  const weights = (graph.initializer ?? []).map(({ name = '', dims = [] }) => ({
    name,
    dims: dims.map((size) => wider.get(numberOf(size)) ?? numberOf(size)),
  }));
  const data = `${path.basename(target)}_data`;
  const places = await writeRandomWeights(path.join(path.dirname(target), data), weights);
  const initializer = weights.map(
    ({ name, dims }): TensorProto => ({
      name,
      dims: [...dims],
      data_type: 1,
      data_location: EXTERNAL,
      external_data: [
        { key: 'location', value: data },
        { key: 'offset', value: String(places.get(name)?.offset) },
        { key: 'length', value: String(places.get(name)?.length) },
      ],
    }),
  );
  const resized = resizeOuter(graph, shape);
  await writeFile(target, MODEL_PROTO.encode({ ...model, graph: { ...resized, initializer } }).finish());
}

function resizeOuter(graph: GraphProto, shape: Shape): GraphProto {
  const values = (infos: GraphProto['input'] = []): NonNullable<GraphProto['input']> =>
    infos.map((info) => {
      const { name = '', type } = info;
      const dim = type?.tensor_type?.shape?.dim ?? [];
      const cache = /^(past_key_values|present)\./.test(name);
      const sized = dim.map((size, axis) => {
        if (cache && axis === 1) return { dim_value: kvHeadsOf(shape) };
        return name === 'logits' && axis === 2 ? { dim_value: shape.vocabulary } : size;
      });
      return { name, type: { tensor_type: { ...type?.tensor_type, shape: { dim: sized } } } };
    });
  return { ...graph, input: values(graph.input), output: values(graph.output), value_info: [] };
}
