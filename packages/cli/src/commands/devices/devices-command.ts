import { defineCommand } from '../../command/command.js';
import { OUTPUT_OPTIONS } from '../../option/common.js';

const options = { ...OUTPUT_OPTIONS };

export const devicesCommand = defineCommand({
  name: 'devices',
  summary: 'list what can run a model here, and what cannot and why',
  examples: ['qeil devices', 'qeil devices -o csv'],
  options,
  run: async (context, values) => (await import('./run-devices.js')).runDevices(context, values),
});
export type DevicesValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
