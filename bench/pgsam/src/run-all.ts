import { Worker } from 'node:worker_threads';
import { testInstances } from './instances/all-instances.js';
import type { Protocol } from './judge/judge-instance.js';
import type { InstanceResult } from './judge/result.js';
import type { WorkerOrder } from './worker.js';

export interface RunAllOptions extends Protocol {
  readonly quick: boolean;
  readonly workers: number;
  readonly onInstance: (result: InstanceResult, done: number, of: number) => void;
}

/** Judges every instance, one per worker thread at a time; results come in the order of the instances. */
export async function runAll({ workers, onInstance, ...protocol }: RunAllOptions): Promise<InstanceResult[]> {
  const order: WorkerOrder = protocol;
  const count = testInstances(order.quick).length;
  const results = new Map<number, InstanceResult>();
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(workers, count) }, async () => {
      const worker = new Worker(new URL('worker.js', import.meta.url), { workerData: order });
      try {
        while (next < count) {
          const index = next;
          next += 1;
          const result = await judged(worker, index);
          results.set(index, result);
          onInstance(result, results.size, count);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

function judged(worker: Worker, index: number): Promise<InstanceResult> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = ({ result }: { readonly result: InstanceResult }) => {
      settle();
      resolve(result);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(index);
  });
}
