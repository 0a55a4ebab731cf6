import type { Work } from '@qeil/model';
import { median } from '@qeil/model/validation';
import { type Architecture, layerParameters, readArchitectures, streamedParameters } from './architecture.js';
import { known } from './known.js';
import type { MeasuredSet, MeasuredStep } from './measured-step.js';
import { type PublishedPoint, scopeOf } from './published-point.js';
import { readData } from './read-data.js';
import { stepWork } from './step-work.js';

/** Dense bf16 peak of the H100 SXM (FLOP/s), NVIDIA's data sheet. */
const PEAK_FLOP_RATE = 989e12;
const DESIGN_POWER_W = 700;
/** Share of the arithmetic peak that prefill reaches: a labelled assumption, swept in the report. */
export const PREFILL_UTILISATION = 0.5;

interface Workload {
  readonly medianInterTokenMs: number;
  readonly meanOutputTokens: number;
}

interface WorkloadFile {
  readonly workloads: readonly (Workload & { readonly pointId: string })[];
  readonly heldOut: readonly (Workload & {
    readonly id: string;
    readonly device: string;
    readonly model: string;
    readonly batch: number;
    readonly tok_s: number;
    readonly j_per_token_reported: number;
  })[];
}

/** H100, board power, vLLM, bf16, batches of 8 to 64; Gemma 3 confirms what the other four models fitted. */
export function h100Set(points: readonly PublishedPoint[], prefillUtilisation = PREFILL_UTILISATION): MeasuredSet {
  const architectures = readArchitectures();
  const file = readData('h100-workloads.json') as WorkloadFile;
  const workloads = new Map<string, Workload>();
  for (const workload of file.workloads) workloads.set(workload.pointId, workload);
  for (const workload of file.heldOut) workloads.set(workload.id, workload);
  const architectureOf = (model: string): Architecture => known(architectures.get(model), `${model} in models.json`);
  const workloadOf = (step: MeasuredStep): Workload =>
    known(workloads.get(step.id), `${step.id} in h100-workloads.json`);
  const usable = points.filter(({ device, tier }) => device === 'NVIDIA H100' && tier === 'A');
  return {
    name: 'H100 batch 8–64',
    steps: usable.map((point) => publishedStep(point, architectureOf(point.model))),
    confirmation: file.heldOut.map((held) => heldOutStep(held, architectureOf(held.model))),
    workFrom: (training) => {
      const promptTokens = median(
        training.map((step) => promptLength(step, architectureOf(step.model), workloadOf(step), prefillUtilisation)),
      );
      return (step) => workOf(step, architectureOf(step.model), workloadOf(step), promptTokens);
    },
    hasSeveralBatches: true,
    designPowerNote: undefined,
  };
}

/**
 * Prompt length from what prefill costs: nobody published it, but steps last longer than the median gap between tokens by the
 * time prompts take.
 *
 *   m = (t_step − t_gap)·(output tokens/rows)·utilisation·π / (2·P_layers)
 */
function promptLength(step: MeasuredStep, model: Architecture, workload: Workload, utilisation: number): number {
  const stallS = step.stepS - workload.medianInterTokenMs / 1e3;
  const perPromptS = (stallS * workload.meanOutputTokens) / step.rows;
  return (perPromptS * utilisation * PEAK_FLOP_RATE) / (2 * layerParameters(model));
}

function workOf(step: MeasuredStep, model: Architecture, { meanOutputTokens }: Workload, promptTokens: number): Work {
  return stepWork(model, {
    rows: step.rows,
    context: promptTokens + meanOutputTokens / 2,
    weightByte: step.weightByte,
    promptsPerStep: step.rows / meanOutputTokens,
    promptTokens,
  });
}

function publishedStep(point: PublishedPoint, model: Architecture): MeasuredStep {
  const rows = known(point.batch, `${point.id}.batch`);
  return {
    ...common(point.id, point.model, rows, known(point.tok_s, `${point.id}.tok_s`), model),
    tier: point.tier,
    scope: scopeOf(point),
    stepJ: known(point.j_per_token_reported, `${point.id}.j_per_token_reported`) * rows,
    weightByte: known(point.weight_bytes_streamed_per_token, `${point.id}.weight_bytes_streamed_per_token`),
  };
}

function heldOutStep(held: WorkloadFile['heldOut'][number], model: Architecture): MeasuredStep {
  return {
    ...common(held.id, held.model, held.batch, held.tok_s, model),
    tier: 'A',
    scope: 'board',
    stepJ: held.j_per_token_reported * held.batch,
    weightByte: 2 * streamedParameters(model),
  };
}

function common(id: string, name: string, rows: number, tokenRate: number, model: Architecture) {
  return {
    id,
    device: 'NVIDIA H100',
    model: name,
    rows,
    stepS: rows / tokenRate,
    weightFlop: 2 * streamedParameters(model) * rows,
    peakByteRate: 3350e9,
    designPowerW: DESIGN_POWER_W,
  };
}
