import type { PlacementEvaluation, PlacementProblem } from '@qeil/model';
import type { ExecutablePlan } from '@qeil/runtime';
import type { EvaluationRecord, FrontEntryRecord, PlanningRecord, PlanRecord } from '../schemas/planning.js';
import type { Services } from '../services/services.js';
import { type Demand, demandRecord } from './demand.js';

type Planned = Awaited<ReturnType<Services['planRequest']>>;

function evaluationRecord(evaluation: PlacementEvaluation): EvaluationRecord {
  return {
    ...evaluation,
    breakdown: { ...evaluation.breakdown },
    seconds: { ...evaluation.seconds },
    memoryPressure: [...evaluation.memoryPressure],
    thermal: evaluation.thermal.map((state) => ({ ...state, temperatureK: state.temperatureK ?? null })),
  };
}

export function planRecord(plan: ExecutablePlan): PlanRecord {
  const { name, prefill, decode, waveSize, keepPrompt, certificate, predicted } = plan;
  return { name, prefill, decode, waveSize, keepPrompt, certificate, predicted: evaluationRecord(predicted) };
}

function runsOf(devices: readonly number[], problem: PlacementProblem): string[] {
  const names = devices.map((device) => problem.devices[device]?.name ?? `#${device}`);
  return names.filter((name, index) => name !== names[index - 1]);
}

function same(left: PlacementEvaluation, right: PlacementEvaluation): boolean {
  return (
    left.energyJ === right.energyJ &&
    left.latencyS === right.latencyS &&
    left.underUtilisation === right.underUtilisation
  );
}

function frontEntry(entry: Planned['front'][number], planned: Planned, knee: boolean): FrontEntryRecord {
  const { plan, evaluation } = entry;
  const { problem } = planned;
  const used = [...new Set([...plan.prefillDevice, ...plan.decodeDevice])].sort((a, b) => a - b);
  const points = used.map((index) => {
    const device = problem.devices[index];
    return [device?.name ?? `#${index}`, device?.points[plan.point[index] ?? 0]?.name ?? '?'] as const;
  });
  const chosen = same(evaluation, planned.chosen.predicted);
  return {
    prefillDevices: runsOf(plan.prefillDevice, problem),
    decodeDevices: runsOf(plan.decodeDevice, problem),
    points: Object.fromEntries(points),
    waveSize: plan.waveSize,
    microBatches: plan.microBatches,
    energyJ: evaluation.energyJ,
    latencyS: evaluation.latencyS,
    underUtilisation: evaluation.underUtilisation,
    chosen,
    knee: knee && chosen,
  };
}

/** Everything a plan search found, by name and ready to be printed; the front from the cheapest to the dearest in joules. */
export function planningRecord(
  planned: Planned,
  options: { readonly demand: Demand; readonly objective: 'knee' | 'energy' | 'latency'; readonly elapsedS: number },
): PlanningRecord {
  const { chosen, baselines } = planned;
  return {
    demand: demandRecord(options.demand),
    chosen: planRecord(chosen),
    certificate: planned.certificate,
    oneDeviceIsBest: new Set([...chosen.plan.prefillDevice, ...chosen.plan.decodeDevice]).size === 1,
    front: planned.front
      .map((entry) => frontEntry(entry, planned, options.objective === 'knee'))
      .sort((a, b) => a.energyJ - b.energyJ || a.latencyS - b.latencyS),
    baselines: [baselines.standard, baselines.standardBatched, baselines.greedyV1].map(planRecord),
    evaluations: planned.evaluations,
    elapsedS: options.elapsedS,
  };
}
