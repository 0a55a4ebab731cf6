import { type InferenceSession, Tensor } from 'onnxruntime-node';

/** Feeds of whole numbers. */
export function wholeNumbers(values: readonly number[], dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
}

/** Token ids, mask and positions for `rows` equal-length chunks after `past` positions. */
export function chunk(ids: readonly (readonly number[])[], past: number) {
  const rows = ids.length;
  const columns = ids[0]?.length ?? 0;
  return {
    ids: wholeNumbers(ids.flat(), [rows, columns]),
    mask: wholeNumbers(new Array<number>(rows * (past + columns)).fill(1), [rows, past + columns]),
    positions: wholeNumbers(
      Array.from({ length: rows * columns }, (_, index) => past + (index % columns)),
      [rows, columns],
    ),
  };
}

/** Caches of no positions for a session's cache inputs. */
export function emptyCaches(session: InferenceSession, rows: number): Map<string, Tensor> {
  const caches = new Map<string, Tensor>();
  for (const info of session.inputMetadata) {
    if (!info.isTensor || info.shape.length !== 4) continue;
    const dims = [rows, Number(info.shape[1]), 0, Number(info.shape[3])];
    const half = Reflect.get(globalThis, 'Float16Array') ?? Uint16Array;
    caches.set(
      info.name,
      info.type === 'float16'
        ? new Tensor('float16', new half(0), dims)
        : new Tensor('float32', new Float32Array(0), dims),
    );
  }
  return caches;
}

export function tensorOf(outputs: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const value = outputs[name];
  if (value instanceof Tensor) return value;
  throw new Error(`no output ${name}`);
}

export function bytesOfTensor(tensor: Tensor): Buffer {
  if (!ArrayBuffer.isView(tensor.data)) throw new Error('no numbers');
  return Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}
