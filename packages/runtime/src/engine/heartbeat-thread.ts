import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { BEAT_BYTE, BUSY_SLOT, HEARTBEAT_FD, PROGRESS_SLOT } from './heartbeat-layout.js';

/** Pause between beats while the main thread works (ms). */
const BUSY_PAUSE_MS = 10;
/** While it does not: beats only serve to notice that the parent is gone, and an idle device should sleep. */
const IDLE_PAUSE_MS = 250;

/**
 * The heart of a device process: a thread, because the main thread is inside ONNX Runtime for as long as a pass takes.
 *
 * Each beat carries the main thread's progress counter, so the parent sees a native hang too. When the parent dies, kill -9
 * included, the pipe breaks or the parent's id changes, and the thread ends the process, whatever the main thread is doing.
 */
function beat(shared: Int32Array, parentId: number): never {
  const record = Buffer.alloc(BEAT_BYTE);
  for (;;) {
    if (process.ppid !== parentId) process.kill(process.pid, 'SIGKILL');
    record.writeUInt32LE(Atomics.load(shared, PROGRESS_SLOT) >>> 0);
    try {
      writeSync(HEARTBEAT_FD, record);
    } catch (error) {
      // A full pipe means the parent is alive and busy: skip this beat.
      const full = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!full) process.kill(process.pid, 'SIGKILL');
    }
    const busy = Atomics.load(shared, BUSY_SLOT);
    Atomics.wait(shared, BUSY_SLOT, busy, busy === 1 ? BUSY_PAUSE_MS : IDLE_PAUSE_MS);
  }
}

const data: unknown = workerData;
if (typeof data === 'object' && data !== null && 'shared' in data && 'parentId' in data) {
  const { shared, parentId } = data;
  if (shared instanceof SharedArrayBuffer && typeof parentId === 'number') beat(new Int32Array(shared), parentId);
}
