import type { OperatingPoint, PlacementDevice } from '@qeil/model';
import type { Calibration, ModelCalibration, PointCalibration, PowerCoefficients } from '../calibration/calibration.js';
import type { Device, DevicePoint, Machine } from '../devices/device.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';

/** Memory a device process needs besides weights and KV: Node, ONNX Runtime, arenas (B). A round upper figure, not measured here. */
export const DEVICE_PROCESS_BYTE = 150e6;

const NOTHING_LEARNT = { factor: 1 };

export interface DeviceSources {
  readonly machine: Machine;
  readonly calibration: Calibration;
  readonly bundle: ModelBundle;
  readonly stageCount: number;
}

/**
 * The machine's devices as the planner sees them. Whole-model overheads are divided evenly over the stages, so that they sum to
 * what was measured when one device runs them all.
 *
 * @throws {QeilError} `usage` when a device, point or this model was never calibrated
 */
export function placementDevices(sources: DeviceSources): PlacementDevice[] {
  const { machine } = sources;
  return machine.devices.map((device) => {
    const power = sources.calibration.power[device.id];
    if (power === undefined) throw uncalibrated(sources, `the power of ${device.id}`);
    // One domain per memory pool: what shares a chip shares its heat and its supply.
    const pool = machine.memoryPools.findIndex(({ id }) => id === device.memoryPool);
    return {
      name: device.id,
      pool,
      powerDomain: pool,
      thermalDomain: pool,
      sleepPowerW: power.sleepW,
      runtimeByte: DEVICE_PROCESS_BYTE,
      points: device.points.map((point) => operatingPoint(sources, device, point, power)),
    };
  });
}

/** Bandwidth a calibrated model reaches at a point (B/s). */
export function modelByteRate(point: PointCalibration): number {
  return point.model?.byteRate ?? point.workingSetByteRate;
}

function operatingPoint(
  sources: DeviceSources,
  device: Device,
  point: DevicePoint,
  power: PowerCoefficients,
): OperatingPoint {
  const { calibration, bundle, stageCount } = sources;
  const measured = calibration.points.find((found) => found.deviceId === device.id && found.pointName === point.name);
  if (measured === undefined) throw uncalibrated(sources, `${device.id} at ${point.name}`);
  const { model } = measured;
  if (model === undefined || model.modelDigest !== bundle.digest) {
    throw uncalibrated(sources, `${bundle.name} (${bundle.weightFormat}) on ${device.id} at ${point.name}`);
  }
  const byteRate = modelByteRate(measured);
  // What runs taught stretches every term of a phase's time alike.
  const { prefill: { factor: inPrefill } = NOTHING_LEARNT, decode: { factor: inDecode } = NOTHING_LEARNT } =
    model.learnt ?? {};
  return {
    name: point.name,
    flopRate: [model.prefillFlopRate / inPrefill, model.decodeFlopRate / inDecode],
    byteRate: [byteRate / inPrefill, byteRate / inDecode],
    stageOverheadS: [
      (inPrefill * model.prefillOverheadS) / stageCount,
      (inDecode * model.decodeOverheadS) / stageCount,
    ],
    rowOverheadS: [0, (inDecode * model.decodeRowS) / stageCount],
    // Arithmetic is paid for by the busy CPUs' power; a second price per FLOP would count it twice.
    joulePerFlop: 0,
    joulePerByte: power.joulePerByte,
    activePowerW: busyPowerW(power, model),
  };
}

/**
 * Power of a device while busy, traffic excluded: the meter's terms at one busy second.
 *
 *   π₀ = P_sleep + P_active + P_cpu·(CPU seconds per busy second)
 *
 * The meter charges sleep over the whole window and the planner charges it while idle, so busy power holds it too.
 */
export function busyPowerW(power: PowerCoefficients, model: ModelCalibration): number {
  return power.sleepW + power.activeW + power.perCpuW * model.cpuPerBusy;
}

function uncalibrated({ bundle }: DeviceSources, what: string): QeilError {
  return new QeilError(`the machine's calibration does not cover ${what}, so no plan can be costed`, {
    kind: 'usage',
    remedy: `run \`qeil calibrate --model ${bundle.directory}\``,
  });
}
