import type { Work } from '@qeil/model';
import { energyRooflineJ, errorSummary, fitEnergyRoofline, leaveOneGroupOut, median } from '@qeil/model/validation';
import { type Architecture, layerParameters, readArchitectures, streamedParameters } from './architecture.js';
import { type HeldOutWorkload, readWorkloads, type Workload } from './h100-workloads.js';
import { known } from './known.js';
import type { MeasuredSet, MeasuredStep } from './measured-step.js';
import { type PublishedPoint, scopeOf } from './published-point.js';
import { stepWork } from './step-work.js';

/** Dense bf16 peak of the H100 SXM (FLOP/s), NVIDIA's data sheet. */
const PEAK_FLOP_RATE = 989e12;
const DESIGN_POWER_W = 700;
/**
 * Shares of the arithmetic peak that prefill may reach: the upper half of the range the catalogue's prior spans. Nobody published the
 * share; each fit takes the one that predicts its own training models best, each from the others.
 */
const PREFILL_UTILISATIONS = [0.3, 0.4, 0.5, 0.6, 0.7] as const;

/** H100, board power, vLLM, bf16, batches of 8 to 64; Gemma 3 confirms what the other four models fitted. */
export function h100Set(
  points: readonly PublishedPoint[],
  utilisations: readonly number[] = PREFILL_UTILISATIONS,
): MeasuredSet {
  const architectures = readArchitectures();
  const { workloads, heldOut } = readWorkloads();
  const architectureOf = (model: string): Architecture => known(architectures.get(model), `${model} in models.json`);
  const workloadOf = (step: MeasuredStep): Workload =>
    known(workloads.get(step.id), `${step.id} in h100-workloads.json`);
  const workAt: WorkAt = (training, utilisation) => {
    const promptTokens = median(
      training.map((step) => promptLength(step, architectureOf(step.model), workloadOf(step), utilisation)),
    );
    return (step) => workOf(step, architectureOf(step.model), workloadOf(step), promptTokens);
  };
  const usable = points.filter(({ device, tier }) => device === 'NVIDIA H100' && tier === 'A');
  return {
    name: 'H100 batch 8–64',
    steps: usable.map((point) => publishedStep(point, architectureOf(point.model))),
    confirmation: heldOut.map((held) => heldOutStep(held, architectureOf(held.model))),
    workFrom: (training) => workAt(training, bestUtilisation(training, utilisations, workAt)),
    hasSeveralBatches: true,
    designPowerNote: undefined,
  };
}

type WorkAt = (training: readonly MeasuredStep[], utilisation: number) => (step: MeasuredStep) => Work;

/** The share with the least mean error of energy over the training models, each predicted from the others; the first among equals. */
function bestUtilisation(training: readonly MeasuredStep[], utilisations: readonly number[], workAt: WorkAt): number {
  const errors = utilisations.map((utilisation) => {
    const predictions = leaveOneGroupOut(training, ({ model }) => model).flatMap(({ training: inner, heldOut }) => {
      const work = workAt(inner, utilisation);
      const sampleOf = (step: MeasuredStep) => ({ work: work(step), timeS: step.stepS, energyJ: step.stepJ });
      const fitted = fitEnergyRoofline(inner.map(sampleOf));
      return heldOut.map(sampleOf).map((sample) => ({
        predicted: energyRooflineJ(fitted, sample),
        measured: sample.energyJ,
      }));
    });
    return errorSummary(predictions).meanAbsolute;
  });
  return known(utilisations[errors.indexOf(Math.min(...errors))], 'a share of the arithmetic peak');
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

function heldOutStep(held: HeldOutWorkload, model: Architecture): MeasuredStep {
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
