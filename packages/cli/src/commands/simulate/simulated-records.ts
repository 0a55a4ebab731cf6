import {
  DECODER_FAMILIES,
  type DecoderFamilyName,
  type PlacementEvaluation,
  type PlacementProblem,
  WEIGHT_FORMATS,
} from '@qeil/model';
import type { Comparison, FamilySimulation, SimulatedArm, SimulatedMachine } from '@qeil/runtime';
import type {
  ComparisonRecord,
  FamilyRecord,
  SimulatedArmRecord,
  SimulateRecord,
} from '../../schemas/simulation-record.js';
import { evaluationRecord } from '../../session/plan-records.js';

/** Runs of stages on one device. */
function segments(problem: PlacementProblem, devices: readonly number[]): SimulatedArmRecord['prefill'] {
  const found: SimulatedArmRecord['prefill'] = [];
  problem.stages.forEach(({ name }, stage) => {
    const deviceId = problem.devices[devices[stage] ?? -1]?.name ?? '?';
    const last = found.at(-1);
    if (last !== undefined && last.deviceId === deviceId) last.to = name;
    else found.push({ deviceId, from: name, to: name });
  });
  return found;
}

function armRecord(problem: PlacementProblem, arm: SimulatedArm, standard: PlacementEvaluation): SimulatedArmRecord {
  const { name, plan, evaluation, brokenLimits } = arm;
  const { energyJ, latencyS, thermal } = evaluation;
  return {
    name,
    prefill: segments(problem, plan.prefillDevice),
    decode: segments(problem, plan.decodeDevice),
    waveSize: plan.waveSize,
    microBatches: plan.microBatches,
    meanPowerW: energyJ / latencyS,
    energyChange: energyJ / standard.energyJ - 1,
    latencyChange: latencyS / standard.latencyS - 1,
    temperatures: problem.thermalDomains.map((domain, index) => ({
      thermalDomain: domain.name,
      // Without a thermal resistance heat is not modelled, and ambient would be no prediction.
      temperatureK: domain.resistanceKPerW > 0 ? (thermal[index]?.temperatureK ?? null) : null,
    })),
    brokenLimits: [...brokenLimits],
    predicted: evaluationRecord(evaluation),
  };
}

export function familyRecord(name: DecoderFamilyName, simulation: FamilySimulation): FamilyRecord {
  const { checkpoint, parameters, weightFormat } = DECODER_FAMILIES[name];
  const { bitsPerParameter } = WEIGHT_FORMATS[weightFormat];
  const { problem, baselines, chosen, reasons, front, certificate, evaluations } = simulation;
  const standard = baselines.find((arm) => arm.name === 'standard');
  if (standard === undefined) throw new RangeError('familyRecord: the simulation has no standard arm');
  const arms = [...baselines, ...(chosen === undefined ? [] : [chosen])];
  return {
    family: name,
    checkpoint,
    parameters,
    weightFormat,
    bitsPerParameter,
    weightByte: (parameters * bitsPerParameter) / 8,
    arms: arms.map((arm) => armRecord(problem, arm, standard.evaluation)),
    noPlan: chosen === undefined ? [...reasons] : null,
    certificate,
    evaluations,
    frontSize: front.length,
    splitsLayers:
      chosen !== undefined &&
      [chosen.plan.prefillDevice, chosen.plan.decodeDevice].some((devices) => new Set(devices).size > 1),
  };
}

export function comparisonRecord(comparison: Comparison | undefined): ComparisonRecord {
  if (comparison === undefined) return null;
  return { ...comparison, families: [...comparison.families], leftOut: [...comparison.leftOut] };
}

export function machineRecord({ entry, parts }: SimulatedMachine): SimulateRecord['machine'] {
  return {
    id: entry.id,
    name: entry.name,
    notes: [...entry.notes],
    devices: parts.devices.map(({ name, pool, powerDomain, thermalDomain }) => ({
      id: name,
      pool: parts.pools[pool]?.name ?? '?',
      powerDomain: parts.powerDomains[powerDomain]?.name ?? '?',
      thermalDomain: parts.thermalDomains[thermalDomain]?.name ?? '?',
    })),
  };
}

export function valueRecords({ used }: SimulatedMachine): SimulateRecord['values'] {
  return used.map((value) => ({ ...value, value: Number.isFinite(value.value) ? value.value : null }));
}
