import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { printView } from '../../output/print-view.js';
import { deviceRecords } from '../../session/device-records.js';
import type { DevicesValues } from './devices-command.js';
import { devicesView } from './devices-view.js';

export async function runDevices(context: CliContext, values: DevicesValues): Promise<number> {
  const services = await context.loadServices();
  const machine = await services.discoverMachine();
  const devices = deviceRecords(machine.devices);
  printView(
    context,
    devicesView({ schema: 'qeil.devices/1', devices, absences: [...machine.absences] }),
    values.output,
  );
  return devices.length > 0 ? EXIT_CODES.done : EXIT_CODES.nothingUsable;
}
