import type { PlacementEvaluation, PlacementProblem } from '@qeil/model';
import type { ExecutablePlan, TaskProfile } from '@qeil/runtime';
import type {
  EvaluationRecord,
  FrontEntryRecord,
  PlanningRecord,
  PlanRecord,
  ProfileRecord,
} from '../schemas/planning.js';
import type { Services } from '../services/services.js';

type Planned = Awaited<ReturnType<Services['planRequest']>>;

export function evaluationRecord(evaluation: PlacementEvaluation): EvaluationRecord {
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
  const { split } = plan;
  return {
    name,
    prefill,
    decode,
    ...(split === undefined
      ? {}
      : { split: { pieces: split.pieces.map((piece) => ({ ...piece })), microBatches: split.microBatches } }),
    waveSize,
    keepPrompt,
    certificate,
    predicted: evaluationRecord(predicted),
  };
}

function runsOf(devices: readonly number[], problem: PlacementProblem): string[] {
  const names = devices.map((device) => problem.devices[device]?.name ?? `#${device}`);
  return names.filter((name, index) => name !== names[index - 1]);
}

function profileRecord(profile: TaskProfile): ProfileRecord {
  const { promptTokens, sampleLengths, neededSamples, rule, selection, source, detail } = profile;
  const total = sampleLengths.reduce((sum, length) => sum + length, 0);
  return {
    promptTokens,
    meanSampleTokens: total / sampleLengths.length,
    neededSamples: [...neededSamples],
    rule,
    selection,
    source,
    detail,
  };
}

type Entry = Planned['front'][number];

function frontEntry(
  entry: Entry,
  problem: PlacementProblem,
): Omit<FrontEntryRecord, 'certificate' | 'chosen' | 'knee'> {
  const { plan, evaluation } = entry;
  const used = [...new Set([...plan.prefillDevice, ...plan.decodeDevice])].sort((a, b) => a - b);
  const points = used.map((index) => {
    const device = problem.devices[index];
    return [device?.name ?? `#${index}`, device?.points[plan.point[index] ?? 0]?.name ?? '?'] as const;
  });
  return {
    prefillDevices: runsOf(plan.prefillDevice, problem),
    decodeDevices: runsOf(plan.decodeDevice, problem),
    points: Object.fromEntries(points),
    waveSize: plan.waveSize,
    microBatches: plan.microBatches,
    energyJ: evaluation.energyJ,
    latencyS: evaluation.latencyS,
    underUtilisation: evaluation.underUtilisation,
  };
}

/** Everything a plan search found, by name and ready to be printed; the front from the cheapest to the dearest in joules. */
export function planningRecord(
  planned: Planned,
  options: {
    readonly profile: TaskProfile;
    readonly objective: 'knee' | 'energy' | 'latency';
    readonly choosePlan: Services['choosePlan'];
    readonly elapsedS: number;
  },
): PlanningRecord {
  const { chosen, baselines, front, frontCertificates, problem } = planned;
  const { objective, choosePlan } = options;
  const choice = choosePlan(front, objective);
  const knee = choosePlan(front, 'knee');
  return {
    profile: profileRecord(options.profile),
    objective,
    chosen: planRecord(chosen),
    certificate: planned.certificate,
    oneDeviceIsBest: new Set([...chosen.plan.prefillDevice, ...chosen.plan.decodeDevice]).size === 1,
    front: front
      .map((entry, index) => ({
        ...frontEntry(entry, problem),
        certificate: frontCertificates[index] ?? { kind: 'heuristic' as const },
        chosen: entry === choice,
        knee: entry === knee,
      }))
      .sort((a, b) => a.energyJ - b.energyJ || a.latencyS - b.latencyS),
    baselines: [baselines.standard, baselines.standardBatched, baselines.greedyV1].map(planRecord),
    evaluations: planned.evaluations,
    elapsedS: options.elapsedS,
  };
}
