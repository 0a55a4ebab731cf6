import type { PlacementProblem, StageWork } from '@qeil/model';
import type { Calibration, PointCalibration } from '@qeil/runtime';
import type { RooflineRecord } from '../schemas/provenance.js';

/** A dot this far above its roof is more than the scatter of two measurements. */
const TOLERANCE = 1.1;

type Dot = RooflineRecord['dots'][number];

function fastestPoints(calibration: Calibration): PointCalibration[] {
  const best = new Map<string, PointCalibration>();
  for (const point of calibration.points) {
    const known = best.get(point.deviceId);
    if (known === undefined || point.flopRate > known.flopRate) best.set(point.deviceId, point);
  }
  return [...best.values()];
}

/** Bandwidth at the model's working set: the benchmark's, or the model's own where that is higher. */
function nearByteRate(roof: PointCalibration): number {
  return Math.max(roof.workingSetByteRate, roof.model?.byteRate ?? 0);
}

function dotOn(roof: PointCalibration, dot: Pick<Dot, 'label' | 'kind' | 'intensity' | 'flopRate'>): Dot {
  const bandwidth = Math.max(roof.byteRate, nearByteRate(roof));
  const limit = Math.min(roof.flopRate, bandwidth * dot.intensity);
  const { deviceId, pointName } = roof;
  return { deviceId, pointName, ...dot, aboveRoof: dot.flopRate > TOLERANCE * limit };
}

function total(stages: readonly StageWork[], field: keyof Omit<StageWork, 'name'>): number {
  return stages.reduce((sum, stage) => sum + stage[field], 0);
}

/** Decode of the whole model at each batch size that calibration timed. */
function measuredDots(roof: PointCalibration, stages: readonly StageWork[]): Dot[] {
  const flopPerRow = total(stages, 'decodeFlopPerRow');
  const bytePerPass = total(stages, 'decodeBytePerPass');
  const bytePerRow = total(stages, 'decodeBytePerRow');
  return (roof.model?.decodePoints ?? []).map(({ rows, measuredS }) =>
    dotOn(roof, {
      label: `decode ×${rows}`,
      kind: 'measured',
      intensity: (rows * flopPerRow) / (bytePerPass + rows * bytePerRow),
      flopRate: (rows * flopPerRow) / measuredS,
    }),
  );
}

/** Each kind of stage in prefill, from the time law the planner uses. Equal stages give one dot. */
function predictedDots(roof: PointCalibration, problem: PlacementProblem): Dot[] {
  const device = problem.devices.find((each) => each.name === roof.deviceId);
  const point = device?.points.find((each) => each.name === roof.pointName);
  if (point === undefined) return [];
  const dots = new Map<string, Dot>();
  for (const stage of problem.stages) {
    if (stage.prefillFlop <= 0 || stage.prefillByte <= 0) continue;
    const work = Math.max(stage.prefillFlop / point.flopRate[0], stage.prefillByte / point.byteRate[0]);
    const timeS = work + point.stageOverheadS[0] + point.rowOverheadS[0];
    const dot = dotOn(roof, {
      label: `${stage.name} prefill`,
      kind: 'predicted',
      intensity: stage.prefillFlop / stage.prefillByte,
      flopRate: stage.prefillFlop / timeS,
    });
    const key = `${dot.intensity}|${dot.flopRate}`;
    if (!dots.has(key)) dots.set(key, dot);
  }
  return [...dots.values()];
}

/** Roofs as measured, each device at its fastest point, and the model's work under them. */
export function rooflineRecord(calibration: Calibration, problem: PlacementProblem): RooflineRecord {
  const roofs = fastestPoints(calibration).filter((point) =>
    problem.devices.some((device) => device.name === point.deviceId),
  );
  return {
    roofs: roofs.map((roof) => ({
      deviceId: roof.deviceId,
      pointName: roof.pointName,
      flopRate: roof.flopRate,
      byteRate: roof.byteRate,
      workingSetByteRate: nearByteRate(roof),
    })),
    dots: roofs.flatMap((roof) => [...measuredDots(roof, problem.stages), ...predictedDots(roof, problem)]),
  };
}
