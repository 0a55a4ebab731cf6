import type { CliContext } from '../command/context.js';
import type { DoctorRecord } from '../schemas/doctor-record.js';
import type { Services } from '../services/services.js';
import { findModels } from './find-models.js';

/** Models up to this size are probed when nothing is remembered of them: that takes seconds, a large one's minutes (B). */
const PROBED_BYTE = 512 * 2 ** 20;

/** The models found here, each with the session driver it runs with on the CPU and why. */
export async function modelsWithDrivers(
  context: CliContext,
  services: Services,
  cacheDirectory: string,
): Promise<DoctorRecord['models']> {
  const models: DoctorRecord['models'] = [];
  for (const model of await findModels(context.modelsDirectory, context.environment)) {
    models.push({ ...model, ...(await driverOf(services, model.directory, cacheDirectory)) });
  }
  return models;
}

async function driverOf(
  services: Services,
  directory: string,
  cacheDirectory: string,
): Promise<Pick<DoctorRecord['models'][number], 'driver' | 'driverWhy'>> {
  try {
    const bundle = await services.loadModelBundle(directory);
    const known = await services.rememberedDriver(bundle, cacheDirectory);
    if (known === undefined && bundle.weightByte > PROBED_BYTE) {
      return { driver: null, driverWhy: 'a model of this size is probed when it first runs' };
    }
    const { driver, why } = known ?? (await services.chooseDriver(bundle, { cacheDirectory }));
    return { driver, driverWhy: why };
  } catch (error) {
    // A model that cannot be run is a finding, not a failure of the examination.
    return { driver: null, driverWhy: error instanceof Error ? error.message : String(error) };
  }
}
