import type { Calibration, EnergyMeter, Engine, Machine, ModelBundle, PlanFile } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { Talk } from '../progress/talk.js';
import type { Services } from '../services/services.js';
import { cancelledError } from './cancelled.js';
import { type Selection, selectDevices } from './select-devices.js';

export interface SessionOptions {
  readonly model: string;
  readonly dtype: 'fp32' | 'fp16' | 'int8' | 'q4' | undefined;
  readonly device: string | undefined;
  readonly strict: boolean;
  readonly budgetS: number;
  readonly recalibrate?: boolean;
  /** Use the devices this plan file asks for. */
  readonly planFile?: PlanFile;
}

export interface FaultRecord {
  readonly kind: string;
  readonly deviceId: string;
  readonly detail: string;
  readonly questionId: string | null;
}

/** A machine measured, a model loaded, device processes up. */
export interface Session {
  readonly services: Services;
  readonly bundle: ModelBundle;
  readonly machine: Machine;
  readonly selection: Selection;
  readonly engine: Engine;
  readonly calibration: Calibration;
  readonly calibrationFromCache: boolean;
  /** Why an older calibration was not used; null when there was none, or it was. */
  readonly calibrationInvalidated: string | null;
  readonly meter: EnergyMeter;
  /** Keep what runs taught about this machine for the next one. A cache that cannot be written is said, and costs no more. */
  keepCalibration(calibration: Calibration): Promise<void>;
  /** Grows as devices fail. */
  readonly faults: FaultRecord[];
}

/** Load the model; the cheapest thing that can be wrong. */
export function loadBundle(services: Services, context: CliContext, options: Pick<SessionOptions, 'model' | 'dtype'>) {
  return services.loadModelBundle(options.model, {
    ...(options.dtype === undefined ? {} : { weightFormat: options.dtype }),
    searchDirectories: [context.modelsDirectory],
  });
}

/**
 * Open everything a command needs to run a model, use it, and close it again whatever happens.
 * @throws {QeilError} what loading, discovery, calibration or `use` throw; `cancelled` after Ctrl-C
 */
export async function withSession<Result>(
  context: CliContext,
  talk: Talk,
  options: SessionOptions,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const services = await context.loadServices();
  const bundle = await loadBundle(services, context, options);
  for (const note of bundle.notes ?? []) talk(note);
  const { planFile } = options;
  const found = await services.discoverMachine();
  const usable = planFile === undefined ? found : services.machineForPlanFile(found, planFile);
  const selection = selectDevices(usable, options.device, options.strict, talk);
  const { machine } = selection;
  talk(`devices: ${machine.devices.map((device) => `${device.id} (${device.name})`).join(', ')}`);
  const faults: FaultRecord[] = [];
  const engine = await services.startEngine({
    bundle,
    devices: machine.devices,
    cacheDirectory: services.qeilDirectories(context.environment).cache,
    onFault: (event) => {
      faults.push({ ...event, questionId: event.questionId ?? null });
      talk(`qeil: ${event.kind} on ${event.deviceId}: ${event.detail}`);
    },
  });
  try {
    const calibrated = await services.calibrateMachine({
      machine,
      bundle,
      engine,
      budgetS: options.budgetS,
      onProgress: talk,
      cacheDirectory: services.qeilDirectories(context.environment).cache,
      force: options.recalibrate ?? false,
    });
    if (calibrated.invalidated !== undefined) talk(`calibration repeated: ${calibrated.invalidated}`);
    const { calibration, fromCache } = calibrated;
    const meter = services.openEnergyMeter({ machine, calibration });
    if (context.signal.aborted) throw cancelledError();
    return await use({
      services,
      bundle,
      machine,
      selection,
      engine,
      calibration,
      calibrationFromCache: fromCache,
      calibrationInvalidated: calibrated.invalidated ?? null,
      meter,
      keepCalibration: async (learnt) => {
        try {
          const key = { machine, modelDigest: bundle.digest };
          await services.writeCachedCalibration(services.qeilDirectories(context.environment).cache, key, learnt);
        } catch (error) {
          talk(`what was learnt could not be kept: ${error instanceof Error ? error.message : String(error)}`);
        }
      },
      faults,
    });
  } finally {
    await engine.close();
  }
}
