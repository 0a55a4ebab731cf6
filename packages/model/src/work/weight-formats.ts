import { type Guard, requireNonNegative, requirePositive } from '../_internals/require.js';

/** How many bits a format really spends on a parameter, and who says so. */
export interface WeightFormat {
  /** File bits over parameters: scales, zero points and the tensors kept in a finer format included. */
  readonly bitsPerParameter: number;
  /** What the number was taken from. */
  readonly source: string;
}

const LLAMA_CPP = 'measured on Llama-3.1-8B: ggml-org/llama.cpp, tools/quantize/README.md, commit 311c2c9';

/**
 * Real bits per parameter of common weight formats.
 *
 * The names of the mixed formats (`Q4_K_M` and its like) say the bits of their plainest tensors only. The figures were measured on
 * Llama-3.1-8B; a smaller model spends more, because a larger share of it is an embedding kept in a finer format. Where the file is
 * at hand, its size over {@link parameterCount} is better than this table.
 */
export const WEIGHT_FORMATS = {
  fp32: { bitsPerParameter: 32, source: 'IEEE 754 binary32' },
  fp16: { bitsPerParameter: 16, source: 'IEEE 754 binary16' },
  bf16: { bitsPerParameter: 16, source: 'bfloat16, one 16-bit word' },
  Q4_0: { bitsPerParameter: 4.5, source: 'block layout: 32 numbers of 4 bits and one 16-bit scale' },
  Q2_K: { bitsPerParameter: 3.1593, source: LLAMA_CPP },
  Q3_K_S: { bitsPerParameter: 3.6429, source: LLAMA_CPP },
  IQ4_XS: { bitsPerParameter: 4.4597, source: LLAMA_CPP },
  Q4_K_S: { bitsPerParameter: 4.6672, source: LLAMA_CPP },
  Q4_K_M: { bitsPerParameter: 4.8944, source: LLAMA_CPP },
  Q5_K_M: { bitsPerParameter: 5.7036, source: LLAMA_CPP },
  Q6_K: { bitsPerParameter: 6.5633, source: LLAMA_CPP },
  Q8_0: { bitsPerParameter: 8.5008, source: LLAMA_CPP },
} as const satisfies Readonly<Record<string, WeightFormat>>;

/** A name in {@link WEIGHT_FORMATS}. */
export type WeightFormatName = keyof typeof WEIGHT_FORMATS;

/** Layout of a block-quantised tensor. */
export interface BlockLayout {
  /** Bits of one number. */
  readonly bits: number;
  /** Numbers that share a scale. */
  readonly blockSize: number;
  /** Bits of that scale. */
  readonly scaleBits: number;
  /** Bits of a zero point per block. Left out: 0, the format is symmetric. */
  readonly zeroPointBits?: number;
}

const guard: Guard = { where: 'blockBitsPerParameter', remedy: 'give the layout of one block' };

/**
 * Bits per parameter of a block-quantised tensor: exact for that tensor.
 *
 *   bits + (scale bits + zero-point bits)/block size
 *
 * @example
 * blockBitsPerParameter({ bits: 4, blockSize: 32, scaleBits: 16 }); // 4.5: ggml's Q4_0
 * blockBitsPerParameter({ bits: 4, blockSize: 32, scaleBits: 32 }); // 5: MatMulNBits with fp32 scales
 * @throws {InvalidValueError} if bits, block size or scale bits are not > 0, or zero-point bits are negative
 */
export function blockBitsPerParameter({ bits, blockSize, scaleBits, zeroPointBits = 0 }: BlockLayout): number {
  requirePositive(guard, 'bits', bits);
  requirePositive(guard, 'blockSize', blockSize);
  requirePositive(guard, 'scaleBits', scaleBits);
  requireNonNegative(guard, 'zeroPointBits', zeroPointBits);
  return bits + (scaleBits + zeroPointBits) / blockSize;
}
