import { readData } from './read-data.js';

/** What a serving benchmark says of a run besides its rates. */
export interface Workload {
  readonly medianInterTokenMs: number;
  readonly meanOutputTokens: number;
}

/** A run of a model to which nothing is fitted. */
export interface HeldOutWorkload extends Workload {
  readonly id: string;
  readonly device: string;
  readonly model: string;
  readonly batch: number;
  readonly tok_s: number;
  readonly j_per_token_reported: number;
}

interface WorkloadFile {
  readonly workloads: readonly (Workload & { readonly pointId: string })[];
  readonly heldOut: readonly HeldOutWorkload[];
}

/** The H100's runs: conditions by the id of their point, and the runs of models never fitted. */
export function readWorkloads(): {
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly heldOut: readonly HeldOutWorkload[];
} {
  const file = readData('h100-workloads.json') as WorkloadFile;
  const workloads = new Map<string, Workload>();
  for (const workload of file.workloads) workloads.set(workload.pointId, workload);
  for (const workload of file.heldOut) workloads.set(workload.id, workload);
  return { workloads, heldOut: file.heldOut };
}
