import { type Guard, requireBoolean, requireInteger, requirePositive, requireThat } from '../_internals/require.js';
import type { StageWork } from '../placement/problem.js';
import { checkDecoderShape, type DecoderShape } from './decoder-shape.js';
import { kvBytePerTokenLayer, layerParameters, tableParameters } from './parameters.js';

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
 * counted as the residual read and written. The embedding reads rows of its table; the head reads its whole table per pass and, in
 * prefill, works on the last position only. A tied table is charged to the head: a plan that holds a tied embedding and head on
 * different devices needs the table twice, which is not charged.
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
  const weightByte = workload.weightBitsPerParameter / 8;
  const rowByte = shape.width * (weightByte + workload.activationBytePerNumber);
  return {
    ...NO_WORK,
    name: 'embedding',
    weightByte: shape.tiedHead ? 0 : tableParameters(shape) * weightByte,
    prefillByte: workload.promptTokens * rowByte,
    decodeBytePerRow: rowByte,
    prefillCrossingByte: workload.promptTokens * shape.width * workload.activationBytePerNumber,
    decodeCrossingBytePerRow: shape.width * workload.activationBytePerNumber,
  };
}

function layerStage(shape: DecoderShape, workload: DecoderWorkload, index: number): StageWork {
  const { promptTokens, newTokens, longestNewTokens = newTokens, sharedPromptKv } = workload;
  const parameters = layerParameters(shape);
  const weightByte = (parameters * workload.weightBitsPerParameter) / 8;
  const kvByte = kvBytePerTokenLayer(shape, workload.kvBytePerNumber);
  const residualByte = shape.width * workload.activationBytePerNumber;
  const attentionFlop = 4 * shape.heads * shape.headSize;
  const promptKvByte = promptTokens * kvByte;
  // Mean over the sample's steps of the tokens a step has generated so far, itself included.
  const ownTokens = (newTokens + 1) / 2;
  const isLast = index === shape.layers - 1;
  return {
    name: `layer ${index}`,
    weightByte,
    prefillFlop: 2 * parameters * promptTokens + attentionFlop * promptTokens * ((promptTokens + 1) / 2),
    prefillByte: weightByte + promptKvByte + 2 * promptTokens * residualByte,
    decodeFlopPerRow: 2 * parameters + attentionFlop * (promptTokens + ownTokens),
    decodeBytePerPass: weightByte + (sharedPromptKv ? promptKvByte : 0),
    decodeBytePerRow: ownTokens * kvByte + (sharedPromptKv ? 0 : promptKvByte) + 2 * residualByte,
    promptKvByte,
    rowKvByte: longestNewTokens * kvByte + (sharedPromptKv ? 0 : promptKvByte),
    // The head needs the last position only.
    prefillCrossingByte: (isLast ? 1 : promptTokens) * residualByte,
    decodeCrossingBytePerRow: residualByte,
  };
}

function headStage(shape: DecoderShape, workload: DecoderWorkload): StageWork {
  const parameters = tableParameters(shape);
  const weightByte = (parameters * workload.weightBitsPerParameter) / 8;
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
  const { longestNewTokens, newTokens } = workload;
  if (longestNewTokens === undefined) return;
  requirePositive(guard, 'workload.longestNewTokens', longestNewTokens);
  const isLongEnough = longestNewTokens >= newTokens;
  requireThat(isLongEnough, guard, 'workload.longestNewTokens', longestNewTokens, `be at least newTokens ${newTokens}`);
}
