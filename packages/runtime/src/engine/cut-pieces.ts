import { QeilError } from '../errors/qeil-error.js';
import { readOnnxModel, type Stage, splitStages, UnknownStructure } from '../graph/index.js';
import type { GraphSource } from './driver/session-driver.js';
import type { ModelPart } from './model-part.js';
import type { LoadCommand } from './protocol.js';

/** One piece of a model, ready to be opened. */
export interface CutPiece {
  readonly piece: number;
  readonly source: GraphSource;
  readonly part: ModelPart;
  /** What a pass through the piece reads of weights (B). */
  readonly weightByte: number;
}

function partOf({ activationInput, activationOutput, logits, inputIds, pasts, presents }: Stage): ModelPart {
  return {
    input:
      activationInput === undefined
        ? { kind: 'tokens', name: inputIds ?? 'input_ids' }
        : { kind: 'hidden', name: activationInput },
    output:
      activationOutput === undefined
        ? { kind: 'logits', name: logits ?? 'logits' }
        : { kind: 'hidden', name: activationOutput },
    cacheInputs: pasts,
    cacheOutputs: presents,
  };
}

/**
 * Cut a model and keep the pieces asked for.
 *
 * @throws {QeilError} `model-unsupported` when the graph cannot be cut there
 */
export async function cutPieces(
  onnxPath: string,
  layers: number,
  split: LoadCommand['split'],
): Promise<readonly CutPiece[]> {
  if (split === undefined) throw new QeilError('no pieces were asked for', { kind: 'internal' });
  try {
    const model = await readOnnxModel(onnxPath);
    const stages = splitStages(model, split.cuts);
    return split.pieces.map(({ piece, firstLayer, endLayer, weightByte }) => {
      const stage = stages.find(({ layers: [first, end] }) => first === firstLayer && end === endLayer);
      if (stage === undefined) {
        throw new QeilError(`the model was not cut into layers ${firstLayer} to ${endLayer - 1}`, { kind: 'internal' });
      }
      return {
        piece,
        source: { bytes: stage.bytes, directory: stage.directory },
        part: partOf(stage),
        weightByte,
      };
    });
  } catch (error) {
    if (!(error instanceof UnknownStructure)) throw error;
    throw new QeilError(`${onnxPath} cannot be cut into layers: ${error.message}`, {
      kind: 'model-unsupported',
      remedy: `Run the model in one piece; it has ${layers} layers.`,
      cause: error,
    });
  }
}
