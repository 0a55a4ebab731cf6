import { parentPort, workerData } from 'node:worker_threads';
import { testInstances } from './instances/all-instances.js';
import { judgeInstance, type Protocol } from './judge/judge-instance.js';

/** What a worker is started with. */
export interface WorkerOrder extends Protocol {
  readonly quick: boolean;
}

const order = workerData as WorkerOrder;
const instances = testInstances(order.quick);

parentPort?.on('message', async (index: number) => {
  parentPort?.postMessage({ index, result: await judgeInstance(instances[index], order) });
});
