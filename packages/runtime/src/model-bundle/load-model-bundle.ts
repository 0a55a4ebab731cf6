import { basename, join } from 'node:path';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle, WeightFormat } from './bundle.js';
import {
  architectureSchema,
  decoderShapeOf,
  generationConfigSchema,
  modelConfigSchema,
  refuseUnsupported,
} from './config.js';
import { defaultSamplingOf, stopTokenIdsOf } from './default-sampling.js';
import { findModel, findWeightFiles, type WeightFile, weightFormatOf } from './find-model.js';
import { digestOnnxFile, inspectOnnxFile } from './onnx-file.js';
import { readJson, readOptionalJson } from './read-json.js';
import { loadTokenizer } from './tokenizer.js';

export interface LoadModelBundleOptions {
  /** Weights to use; without it full precision, else the first there is of fp16, int8, q4. */
  readonly weightFormat?: WeightFormat;
  /** Where to look for a model given by name. */
  readonly searchDirectories?: readonly string[];
}

function chooseWeights(directory: string, files: readonly WeightFile[], wanted: WeightFormat | undefined): WeightFile {
  const chosen = wanted === undefined ? files[0] : files.find((file) => file.format === wanted);
  if (chosen !== undefined) return chosen;
  const there = files.map((file) => `${file.format} (${basename(file.path)})`).join(', ');
  throw new QeilError(
    files.length === 0
      ? `${directory} holds no ONNX file, neither in onnx/ nor at its top`
      : `${directory} holds no ${wanted} weights, only ${there}`,
    {
      kind: 'file-missing',
      remedy:
        files.length === 0 ? 'Export the model to ONNX, for example with optimum.' : 'Ask for a format that is there.',
    },
  );
}

/**
 * Read a model directory in the Hugging Face / transformers.js layout and check all that can be checked without loading it.
 *
 * Nothing is executed: the ONNX file is opened by a device process later, and what only loading can show (an operator that
 * does not exist, say) comes back from there.
 *
 * @throws {QeilError} `file-missing`, `file-unreadable`, `model-invalid`, `model-unsupported`
 */
export async function loadModelBundle(pathOrName: string, options: LoadModelBundleOptions = {}): Promise<ModelBundle> {
  const location = await findModel(pathOrName, options.searchDirectories ?? []);
  const { directory } = location;
  if (location.onnxPath !== undefined) await inspectOnnxFile(location.onnxPath);
  const configPath = join(directory, 'config.json');
  refuseUnsupported(configPath, await readJson(configPath, architectureSchema));
  const config = await readJson(configPath, modelConfigSchema);
  const generation = await readOptionalJson(join(directory, 'generation_config.json'), generationConfigSchema);
  const files =
    location.onnxPath === undefined
      ? await findWeightFiles(directory)
      : [{ format: weightFormatOf(basename(location.onnxPath)) ?? 'fp32', path: location.onnxPath }];
  const chosen = chooseWeights(directory, files, options.weightFormat);
  const onnx = await inspectOnnxFile(chosen.path);
  const tokenizer = await loadTokenizer(directory);
  const others = files.filter((file) => file !== chosen).map((file) => `${file.format} (${basename(file.path)})`);
  const notes = [
    `Weights: ${chosen.format} from ${basename(chosen.path)}${others.length === 0 ? '' : `; also there: ${others.join(', ')}`}.`,
  ];
  if (!tokenizer.hasChatTemplate) notes.push('The model has no chat template: prompts are given to it as plain text.');
  return {
    name: basename(directory),
    directory,
    weightFormat: chosen.format,
    onnxPath: chosen.path,
    digest: await digestOnnxFile(onnx),
    weightByte: onnx.weightByte,
    shape: decoderShapeOf(configPath, config),
    maxPositions: config.max_position_embeddings,
    stopTokenIds: stopTokenIdsOf(generation, config),
    defaultSampling: defaultSamplingOf(generation, config.max_position_embeddings),
    tokenizer,
    notes,
  };
}
