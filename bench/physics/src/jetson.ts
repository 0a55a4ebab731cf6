import { type Architecture, readArchitectures, streamedParameters, streamedShare } from './architecture.js';
import { known } from './known.js';
import type { MeasuredSet, MeasuredStep } from './measured-step.js';
import { type PublishedPoint, scopeOf } from './published-point.js';
import { stepWork } from './step-work.js';

/** The source measures 256 tokens after a prompt of 2048. */
const GENERATED = 256;
/** Power budgets of the nvpmodel modes (W), for the whole module; MAXN has none. */
const BUDGET_W: ReadonlyMap<string, number> = new Map([
  ['15W', 15],
  ['25W', 25],
]);

/** Jetson Orin Nano, rail power, one set per power mode, eight models each. Tier A modes only: 7 W is a bound. */
export function jetsonSets(points: readonly PublishedPoint[]): MeasuredSet[] {
  const architectures = readArchitectures();
  const usable = points.filter(({ device, tier }) => device.startsWith('Jetson Orin Nano') && tier === 'A');
  const modes = [...new Set(usable.map(({ power_mode }) => power_mode ?? 'unnamed'))];
  return modes.map((mode) => {
    const published = usable.filter(({ power_mode }) => power_mode === mode);
    const byId = new Map(published.map((point) => [point.id, point]));
    return {
      name: `Jetson Orin Nano ${mode}`,
      steps: published.map((point) => measuredStep(point, architectureOf(point, architectures), mode)),
      confirmation: [],
      workFrom: () => (step) => {
        const point = known(byId.get(step.id), `${step.id} in the set`);
        return workOf(point, architectureOf(point, architectures));
      },
      hasSeveralBatches: false,
      designPowerNote: 'budget of the module, wider than the measured rail: an upper bound',
    };
  });
}

function architectureOf(point: PublishedPoint, architectures: ReadonlyMap<string, Architecture>): Architecture {
  return known(architectures.get(point.model), `${point.model} in models.json`);
}

function measuredStep(point: PublishedPoint, model: Architecture, mode: string): MeasuredStep {
  const stepS = 1 / known(point.tok_s, `${point.id}.tok_s`);
  return {
    id: point.id,
    device: point.device,
    model: point.model,
    tier: point.tier,
    scope: scopeOf(point),
    rows: 1,
    stepS,
    stepJ: known(point.j_per_token_reported, `${point.id}.j_per_token_reported`),
    weightByte: known(point.weight_bytes_streamed_per_token, `${point.id}.weight_bytes_streamed_per_token`),
    weightFlop: 2 * streamedParameters(model),
    peakByteRate: point.peak_bw_GBps === null ? undefined : point.peak_bw_GBps * 1e9,
    designPowerW: BUDGET_W.get(mode),
  };
}

function workOf(point: PublishedPoint, model: Architecture) {
  const file = known(point.weight_bytes_file, `${point.id}.weight_bytes_file`);
  return stepWork(model, {
    rows: 1,
    context: known(point.context, `${point.id}.context`) + GENERATED / 2,
    weightByte: file * streamedShare(model),
    promptsPerStep: 0,
    promptTokens: 0,
  });
}
