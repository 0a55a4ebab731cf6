import { type Guard, requireBoolean, requireInteger, requirePositive, requireThat } from '../_internals/require.js';
import type { StageWork } from '../placement/problem.js';
import { blockOf, checkDecoderShape, type DecoderShape } from './decoder-shape.js';
import { expectedDistinctExperts } from './experts.js';
import { type LayerParts, layerParts, normalisationParameters } from './layer-parts.js';
import { layerCacheByte, tableParameters } from './parameters.js';

/** How a model is stored and asked. */
export interface DecoderWorkload {
  /** Tokens of the prompt, ≥ 1. */
  readonly promptTokens: number;
  /** Mean new tokens of one sample G, > 0. */
  readonly newTokens: number;
  /** Longest sample that memory must hold, ≥ newTokens. Left out: all samples are equally long, G tokens. */
  readonly longestNewTokens?: number;
  /** b_kv: bytes per cached number. */
  readonly kvBytePerNumber: number;
  /** Real bits per stored parameter, scales included: 16 for bf16, 4.89 for Q4_K_M. */
  readonly weightBitsPerParameter: number;
  /** Bytes per activation number. */
  readonly activationBytePerNumber: number;
  /** The samples of a wave read one copy of the prompt's KV, once per pass, instead of a copy each. */
  readonly sharedPromptKv: boolean;
  /**
   * Rows of a decode pass for which the bytes of experts shall be exact, > 1. Left out: every row reads its own experts, which is
   * exact for one row and too much for more. Without experts it changes nothing.
   */
  readonly rowsPerPass?: number;
}

const guard: Guard = { where: 'decoderStages', remedy: 'give token counts and real storage sizes' };

/**
 * Work of every stage of a decoder: embedding, each layer, head.
 *
 *   layer, n new tokens on S cached:  FLOP  = 2·P·n + 4·h_q·d_h·n·(S + (n+1)/2)
 *                                     bytes = weights + 2·h_kv·d_h·b_kv·(S + n) + 2·d·n·b_act
 *
 * Prefill has S = 0 and n = promptTokens. Decode has n = 1 and S averaged over the sample's G steps, promptTokens + (G − 1)/2, so
 * a row's attention sees promptTokens + (G + 1)/2 tokens; the curvature from unequal lengths is not modelled. Activations are
 * counted as the residual read and written. The embedding reads rows of its tables; the head reads its whole table per pass and, in
 * prefill, works on the last position only. A tied table is charged to the head: a plan that holds a tied embedding and head on
 * different devices needs the table twice, which is not charged.
 *
 * A convolution block has no attention term; its state of L·d numbers is read and written by every row and pass, and each row has
 * its own. Experts: arithmetic counts the active ones; memory holds all; a pass reads those its tokens meet
 * ({@link expectedDistinctExperts}), which grows with the rows ever more slowly while a stage's bytes are linear in them: the line
 * goes through one row and `rowsPerPass` rows.
 *
 * The stages' weights sum to parameterCount·bits/8.
 *
 * @returns layers + 2 stages in order
 * @throws {InvalidValueError} if the shape or the workload is outside its domain
 */
export function decoderStages(shape: DecoderShape, workload: DecoderWorkload): StageWork[] {
  checkDecoderShape(shape);
  checkWorkload(workload);
  const layers = Array.from({ length: shape.layers }, (_, index) => layerStage(shape, workload, index));
  return [embeddingStage(shape, workload), ...layers, headStage(shape, workload)];
}

function embeddingStage(shape: DecoderShape, workload: DecoderWorkload): StageWork {
  const { learnedPositions = 0, width } = shape;
  const weightByte = workload.weightBitsPerParameter / 8;
  const tables = learnedPositions > 0 ? 2 : 1;
  const rowByte = width * (tables * weightByte + workload.activationBytePerNumber);
  return {
    ...NO_WORK,
    name: 'embedding',
    weightByte: ((shape.tiedHead ? 0 : tableParameters(shape)) + learnedPositions * width) * weightByte,
    prefillByte: workload.promptTokens * rowByte,
    decodeBytePerRow: rowByte,
    prefillCrossingByte: workload.promptTokens * width * workload.activationBytePerNumber,
    decodeCrossingBytePerRow: width * workload.activationBytePerNumber,
  };
}

function layerStage(shape: DecoderShape, workload: DecoderWorkload, index: number): StageWork {
  const { promptTokens, newTokens } = workload;
  const parts = layerParts(shape, index);
  const isAttention = blockOf(shape, index) === 'attention';
  const flopPerToken = 2 * (parts.shared + parts.expertActive * parts.expert);
  const attentionFlop = isAttention ? 4 * shape.heads * shape.headSize : 0;
  const residualByte = shape.width * workload.activationBytePerNumber;
  const weights = layerWeights(parts, workload);
  const cache = layerCache(shape, workload, index);
  const isLast = index === shape.layers - 1;
  return {
    name: `layer ${index}`,
    weightByte: weights.storedByte,
    prefillFlop: flopPerToken * promptTokens + attentionFlop * promptTokens * ((promptTokens + 1) / 2),
    prefillByte: weights.prefillByte + cache.promptByte + 2 * promptTokens * residualByte,
    decodeFlopPerRow: flopPerToken + attentionFlop * (promptTokens + (newTokens + 1) / 2),
    decodeBytePerPass: weights.bytePerPass + cache.bytePerPass,
    decodeBytePerRow: cache.bytePerRow + 2 * residualByte + weights.bytePerRow,
    promptKvByte: cache.promptByte,
    rowKvByte: cache.rowByte,
    // The head needs the last position only.
    prefillCrossingByte: (isLast ? 1 : promptTokens) * residualByte,
    decodeCrossingBytePerRow: residualByte,
  };
}

/** Weight bytes of a layer: stored, read by the prefill, and read by a decode pass as a line in its rows. */
function layerWeights(parts: LayerParts, workload: DecoderWorkload) {
  const { promptTokens, rowsPerPass } = workload;
  const { shared, vectors, expert, expertCount, expertActive } = parts;
  const byteOf = (parameters: number) => (parameters * workload.weightBitsPerParameter) / 8;
  const alwaysByte = byteOf(shared + vectors);
  if (expertCount === 0) {
    return { storedByte: alwaysByte, prefillByte: alwaysByte, bytePerPass: alwaysByte, bytePerRow: 0 };
  }
  const expertByte = byteOf(expert);
  const met = (tokens: number) => expectedDistinctExperts(expertCount, expertActive, tokens);
  const perRow = rowsPerPass === undefined ? expertActive : (met(rowsPerPass) - expertActive) / (rowsPerPass - 1);
  return {
    storedByte: alwaysByte + expertCount * expertByte,
    prefillByte: alwaysByte + met(promptTokens) * expertByte,
    bytePerPass: alwaysByte + (expertActive - perRow) * expertByte,
    bytePerRow: perRow * expertByte,
  };
}

/** Cache bytes of a layer: held for the prompt and per row, and moved per pass and per row. */
function layerCache(shape: DecoderShape, workload: DecoderWorkload, index: number) {
  const { promptTokens, newTokens, longestNewTokens = newTokens, kvBytePerNumber, sharedPromptKv } = workload;
  const cacheByte = (tokens: number) => layerCacheByte(shape, index, tokens, kvBytePerNumber);
  const promptByte = cacheByte(promptTokens);
  if (blockOf(shape, index) === 'convolution') {
    return { promptByte, rowByte: promptByte, bytePerPass: 0, bytePerRow: 2 * promptByte };
  }
  // Mean over the sample's steps of the tokens a step has generated so far, itself included.
  const ownByte = cacheByte((newTokens + 1) / 2);
  const copiedByte = sharedPromptKv ? 0 : promptByte;
  return {
    promptByte,
    rowByte: cacheByte(longestNewTokens) + copiedByte,
    bytePerPass: sharedPromptKv ? promptByte : 0,
    bytePerRow: ownByte + copiedByte,
  };
}

function headStage(shape: DecoderShape, workload: DecoderWorkload): StageWork {
  const parameters = tableParameters(shape);
  const weightByte = ((parameters + normalisationParameters(shape)) * workload.weightBitsPerParameter) / 8;
  const rowByte = (shape.width + shape.vocabulary) * workload.activationBytePerNumber;
  return {
    ...NO_WORK,
    name: 'head',
    weightByte,
    prefillFlop: 2 * parameters,
    prefillByte: weightByte + rowByte,
    decodeFlopPerRow: 2 * parameters,
    decodeBytePerPass: weightByte,
    decodeBytePerRow: rowByte,
  };
}

/** What a stage without weights, cache or successor has. */
const NO_WORK = {
  weightByte: 0,
  prefillFlop: 0,
  prefillByte: 0,
  decodeFlopPerRow: 0,
  decodeBytePerPass: 0,
  decodeBytePerRow: 0,
  promptKvByte: 0,
  rowKvByte: 0,
  prefillCrossingByte: 0,
  decodeCrossingBytePerRow: 0,
};

function checkWorkload(workload: DecoderWorkload): void {
  requireInteger(guard, 'workload.promptTokens', workload.promptTokens, 1);
  requirePositive(guard, 'workload.newTokens', workload.newTokens);
  requirePositive(guard, 'workload.kvBytePerNumber', workload.kvBytePerNumber);
  requirePositive(guard, 'workload.weightBitsPerParameter', workload.weightBitsPerParameter);
  requirePositive(guard, 'workload.activationBytePerNumber', workload.activationBytePerNumber);
  requireBoolean(guard, 'workload.sharedPromptKv', workload.sharedPromptKv);
  const { longestNewTokens, newTokens, rowsPerPass } = workload;
  if (longestNewTokens !== undefined) {
    requirePositive(guard, 'workload.longestNewTokens', longestNewTokens);
    const isLongEnough = longestNewTokens >= newTokens;
    const rule = `be at least newTokens ${newTokens}`;
    requireThat(isLongEnough, guard, 'workload.longestNewTokens', longestNewTokens, rule);
  }
  if (rowsPerPass === undefined) return;
  requirePositive(guard, 'workload.rowsPerPass', rowsPerPass);
  requireThat(rowsPerPass > 1, guard, 'workload.rowsPerPass', rowsPerPass, 'be > 1');
}
