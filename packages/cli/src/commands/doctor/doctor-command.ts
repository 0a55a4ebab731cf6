import { defineCommand } from '../../command/command.js';
import { OUTPUT_OPTIONS } from '../../option/common.js';

const options = { ...OUTPUT_OPTIONS };

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'what is here: devices, energy meters, models, versions, and how to get what is missing',
  examples: ['qeil doctor', 'qeil doctor -o json'],
  options,
  run: async (context, values) => (await import('./run-doctor.js')).runDoctor(context, values),
});
export type DoctorValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
