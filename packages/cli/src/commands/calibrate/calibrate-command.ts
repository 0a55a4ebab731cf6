import { defineCommand } from '../../command/command.js';
import { CALIBRATION_OPTIONS, DEVICE_OPTIONS, MODEL_OPTIONS, OUTPUT_OPTIONS } from '../../option/common.js';
import { toggle } from '../../option/kinds.js';

const options = {
  ...MODEL_OPTIONS,
  ...CALIBRATION_OPTIONS,
  force: toggle({ description: 'measure again although a calibration is cached' }),
  ...DEVICE_OPTIONS,
  ...OUTPUT_OPTIONS,
};

export const calibrateCommand = defineCommand({
  name: 'calibrate',
  summary: 'measure this machine with a model; cached until hardware, driver or model change',
  examples: ['qeil calibrate --budget 20s', 'qeil calibrate --model models/gradeschool-mini --force -o json'],
  options,
  run: async (context, values) => (await import('./run-calibrate.js')).runCalibrate(context, values),
});
export type CalibrateValues = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[1];
