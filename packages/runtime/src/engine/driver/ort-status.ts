import { type Address, type OrtApi, type Out, textAt } from './ort-api.js';

/** Throws what ONNX Runtime says of a call that failed. */
export function check(api: OrtApi, status: Address): void {
  if (status === null) return;
  const message = api.getErrorMessage(status);
  api.releaseStatus(status);
  throw new Error(message);
}

/** What a call leaves in its out parameter. */
export function taken<T>(api: OrtApi, call: (out: Out<T>) => Address): T {
  const out: Out<T> = [null];
  check(api, call(out));
  if (out[0] === null) throw new Error('ONNX Runtime reported success and gave nothing');
  return out[0];
}

/** Text that ONNX Runtime allocated for the caller. */
export function takenText(api: OrtApi, allocator: bigint, call: (out: Out<bigint>) => Address): string {
  const place = taken(api, call);
  const text = textAt(place);
  check(api, api.allocatorFree(allocator, place));
  return text;
}
