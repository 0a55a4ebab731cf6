import type { Calibration, ModelBundle, SamplingOptions } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { KvRecord, ProvenanceRecord } from '../schemas/provenance.js';
import type { Session } from './open-session.js';

/** Versions of everything that can change a number. */
export function versionsOf(context: CliContext, onnxRuntimeVersion: () => string): ProvenanceRecord['versions'] {
  return { qeil: context.version, node: process.versions.node, onnxruntime: onnxRuntimeVersion() };
}

export function modelRecord(bundle: ModelBundle): ProvenanceRecord['model'] {
  const { name, digest, weightFormat, weightByte } = bundle;
  return { name, digest, weightFormat, weightByte };
}

/** How the devices of a session that worked so far kept keys and values. */
export function kvRecord({ engine }: Session): KvRecord {
  return [...engine.kvStrategies()].map(([key, strategy]) => {
    const slash = key.indexOf('/');
    return { deviceId: key.slice(0, slash), pointName: key.slice(slash + 1), strategy: { ...strategy } };
  });
}

export function calibrationSummary(calibration: Calibration, fromCache: boolean) {
  return { createdAt: calibration.createdAt, elapsedS: calibration.elapsedS, fromCache };
}

/** Where the result of a session comes from. */
export function provenanceOf(
  context: CliContext,
  session: Session,
  options: {
    readonly startedMs: number;
    readonly seed: number;
    readonly sampling: SamplingOptions;
    readonly dataSet: ProvenanceRecord['dataSet'];
  },
): ProvenanceRecord {
  const { machine, selection, bundle, services } = session;
  return {
    versions: versionsOf(context, services.onnxRuntimeVersion),
    platform: `${process.platform} ${process.arch}`,
    startedAt: new Date(options.startedMs).toISOString(),
    seed: options.seed,
    machine: {
      fingerprint: machine.fingerprint,
      cpuModel: machine.cpuModel,
      logicalCpus: machine.logicalCpus,
      devices: machine.devices.map((device) => device.id),
      devicesRequested: selection.requested === null ? null : [...selection.requested],
    },
    model: modelRecord(bundle),
    dataSet: options.dataSet,
    sampling: { ...options.sampling, stop: [...options.sampling.stop] },
    calibration: calibrationSummary(session.calibration, session.calibrationFromCache),
  };
}
