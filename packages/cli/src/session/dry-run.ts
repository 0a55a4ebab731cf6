import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../command/context.js';
import type { OutputFormat } from '../option/common.js';
import { printView } from '../output/print-view.js';
import type { View } from '../output/view.js';
import type { Talk } from '../progress/talk.js';
import type { DryRunRecord } from '../schemas/run-record.js';
import { loadBundle, type SessionOptions } from './open-session.js';
import { modelRecord } from './provenance.js';
import { selectDevices } from './select-devices.js';

function dryRunView(record: DryRunRecord): View {
  return {
    record,
    rows: record.steps.map((step, index) => ({ step: index + 1, what: step })),
    sections: [
      {
        kind: 'text',
        text: [`${record.command} would:`, ...record.steps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n'),
      },
    ],
  };
}

/** Check model and devices, say what would be done, and stop: no device process is started. */
export async function dryRun(
  context: CliContext,
  talk: Talk,
  options: SessionOptions & {
    readonly command: string;
    readonly output: OutputFormat;
    readonly steps: readonly string[];
  },
): Promise<number> {
  const services = await context.loadServices();
  const bundle = await loadBundle(services, context, options);
  const selection = selectDevices(await services.discoverMachine(), options.device, options.strict, talk);
  const devices = selection.machine.devices.map((device) => device.id);
  const steps = [
    `load ${bundle.name} (${bundle.weightFormat}) on ${devices.join(', ')}`,
    `calibrate for up to ${options.budgetS} s, unless a calibration of this machine and model is cached`,
    ...options.steps,
  ];
  const record: DryRunRecord = {
    schema: 'qeil.dry-run/1',
    command: options.command,
    model: modelRecord(bundle),
    devices,
    steps,
  };
  printView(context, dryRunView(record), options.output);
  return EXIT_CODES.done;
}
