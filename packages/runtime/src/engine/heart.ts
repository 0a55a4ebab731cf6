import { Worker } from 'node:worker_threads';
import { BUSY_SLOT, PROGRESS_SLOT } from './heartbeat-layout.js';

/** The main thread's side of the heartbeat: says when it works and that it gets on. */
export interface Heart {
  /** Something finished: a pass, a token. */
  progress(): void;
  /** Work begins or ends; beats are frequent only in between. */
  busy(working: boolean): void;
}

/** Start the beating thread of a device process. */
export function startHeart(): Heart {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL('./heartbeat-thread.js', import.meta.url), {
    workerData: { shared: shared.buffer, parentId: process.ppid },
  });
  worker.unref();
  return {
    progress: () => {
      Atomics.add(shared, PROGRESS_SLOT, 1);
    },
    busy: (working) => {
      Atomics.store(shared, BUSY_SLOT, Number(working));
      Atomics.notify(shared, BUSY_SLOT);
    },
  };
}
