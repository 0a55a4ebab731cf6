import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import { deviceRecords } from '../../session/device-records.js';
import { modelsWithDrivers } from '../../session/model-drivers.js';
import { versionsOf } from '../../session/provenance.js';
import type { DoctorValues } from './doctor-command.js';
import { doctorView } from './doctor-view.js';

/**
 * Look at everything. Small models not run before are run briefly, in children, to see which driver they get; that alone is
 * remembered in the cache, and nothing else is changed.
 */
export async function runDoctor(context: CliContext, values: DoctorValues): Promise<number> {
  const talk = talkTo(context, values.quiet);
  const services = await context.loadServices();
  const machine = await services.discoverMachine();
  const usable = machine.devices.length > 0;
  const { config, cache, data, state } = services.qeilDirectories(context.environment);
  const meter = services.openEnergyMeter({ machine });
  const view = doctorView({
    schema: 'qeil.doctor/1',
    usable,
    versions: versionsOf(context, services.onnxRuntimeVersion),
    platform: `${process.platform} ${process.arch}`,
    machine: {
      ...machine,
      devices: deviceRecords(machine.devices),
      absences: [...machine.absences],
      memoryPools: [...machine.memoryPools],
    },
    meters: services.describeMeters({}),
    energySource: meter.source,
    graphs: (await services.graphFindings(cache)).map((each) => ({ ...each, strategy: { ...each.strategy } })),
    models: await modelsWithDrivers(context, services, cache),
    directories: { config, cache, data, state },
  });
  printView(context, view, values.output);
  if (!usable) talk('qeil: no device can run a model here; the reasons are above');
  return usable ? EXIT_CODES.done : EXIT_CODES.nothingUsable;
}
