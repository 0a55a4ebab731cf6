import type { ElementType } from './host-tensor.js';
import { type OrtApi, textAt } from './ort-api.js';
import { check, taken, takenText } from './ort-status.js';
import type { ValueInfo } from './session-driver.js';

/** ONNXTensorElementDataType of onnxruntime_c_api.h. */
export const ELEMENT_CODE: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

export function elementTypeOf(code: number): ElementType | undefined {
  const found = Object.entries(ELEMENT_CODE).find(([, known]) => known === code);
  return found?.[0] as ElementType | undefined;
}

/** Inputs or outputs of a session. */
export function readValueInfos(
  api: OrtApi,
  session: bigint,
  allocator: bigint,
  side: 'input' | 'output',
): readonly ValueInfo[] {
  const [getCount, getName, getInfo] =
    side === 'input'
      ? [api.sessionGetInputCount, api.sessionGetInputName, api.sessionGetInputTypeInfo]
      : [api.sessionGetOutputCount, api.sessionGetOutputName, api.sessionGetOutputTypeInfo];
  const count = taken<number>(api, (out) => getCount(session, out));
  return Array.from({ length: Number(count) }, (_, index) => {
    const name = takenText(api, allocator, (out) => getName(session, index, allocator, out));
    const info = taken<bigint>(api, (out) => getInfo(session, index, out));
    try {
      return { name, ...readTensorInfo(api, info) };
    } finally {
      api.releaseTypeInfo(info);
    }
  });
}

function readTensorInfo(api: OrtApi, info: bigint): Omit<ValueInfo, 'name'> {
  const tensor: [bigint | null] = [null];
  check(api, api.castTypeInfoToTensorInfo(info, tensor));
  if (tensor[0] === null) return { type: undefined, dims: [] };
  const [place] = tensor;
  const code = taken<number>(api, (out) => api.getTensorElementType(place, out));
  return { type: elementTypeOf(code), dims: namedDims(api, place, readDims(api, place)) };
}

/** Sizes; −1 where a size is free. */
export function readDims(api: OrtApi, shape: bigint): number[] {
  const rank = Number(taken<number>(api, (out) => api.getDimensionsCount(shape, out)));
  // Never empty: an empty array has no address.
  const dims = new BigInt64Array(new ArrayBuffer(8 * Math.max(rank, 1)));
  check(api, api.getDimensions(shape, dims, rank));
  return Array.from(dims.subarray(0, rank), Number);
}

function namedDims(api: OrtApi, shape: bigint, dims: readonly number[]): (number | string)[] {
  if (!dims.some((size) => size < 0)) return [...dims];
  // Names belong to the type info and end with it.
  const names = new BigUint64Array(new ArrayBuffer(8 * dims.length));
  check(api, api.getSymbolicDimensions(shape, names, dims.length));
  return dims.map((size, index) => (size < 0 ? textAt(names[index] ?? 0n) : size));
}
