/**
 * How long idle threads spin (µs). ONNX Runtime's default burns tens of ms of CPU after every burst; 50 to 200 keeps full speed. A
 * single thread has nobody to wait for.
 */
export function spinUsFor(threads: number): number {
  return threads === 1 ? 0 : 100;
}
