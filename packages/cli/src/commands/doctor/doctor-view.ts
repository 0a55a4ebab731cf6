import { bytes } from '../../format/quantity.js';
import type { Section, View } from '../../output/view.js';
import type { DoctorRecord } from '../../schemas/doctor-record.js';
import { devicesView } from '../devices/devices-view.js';

/** One finding of `doctor`, flat. */
function findings(record: DoctorRecord) {
  const row = (what: string, name: string, ok: boolean, detail: string, remedy?: string) => ({
    what,
    name,
    ok,
    detail,
    remedy: remedy ?? null,
  });
  return [
    ...record.machine.devices.map((device) => row('device', device.id, true, device.name)),
    ...record.machine.absences.map((each) => row('device', each.provider, false, each.reason, each.remedy)),
    ...record.meters.map((each) => row('meter', each.name, each.readable, each.reason ?? each.path, each.remedy)),
    ...record.models.map((model) => row('model', model.name, true, model.directory)),
    ...record.graphs.map(({ model, file, provider, strategy }) =>
      row('graph', `${model} ${file} on ${provider}: ${strategy.name}`, true, strategy.why),
    ),
    ...record.models.map(({ name, driver, driverWhy }) =>
      row('driver', name, driver !== null, driver === null ? driverWhy : `${driver}: ${driverWhy}`),
    ),
    ...Object.entries(record.versions).map(([name, version]) => {
      return row('version', name, version !== null, version ?? 'unknown');
    }),
  ];
}

export function doctorView(record: DoctorRecord): View {
  const { machine, meters, models, versions } = record;
  const memory = machine.memoryPools.map((pool) => {
    return `${pool.id} ${bytes(pool.totalByte)} (${bytes(pool.availableByte)} available)`;
  });
  const devices = devicesView({ schema: 'qeil.devices/1', devices: machine.devices, absences: machine.absences });
  const sections: Section[] = [
    {
      kind: 'text',
      text: [
        `qeil ${versions.qeil}, Node ${versions.node}, ONNX Runtime ${versions.onnxruntime ?? 'unknown'}, ${record.platform}`,
        `${machine.cpuModel}, ${machine.logicalCpus} logical CPUs, memory ${memory.join(', ')}`,
      ].join('\n'),
    },
    ...devices.sections,
    {
      kind: 'table',
      title: 'Energy meters',
      columns: [{ title: 'meter' }, { title: 'readable' }, { title: 'where, or why not' }],
      rows: meters.map((meter) => [
        meter.name,
        meter.readable ? 'yes' : 'no',
        [meter.readable ? meter.path : (meter.reason ?? meter.path), meter.remedy && `try: ${meter.remedy}`]
          .filter((part) => part !== undefined)
          .join('\n'),
      ]),
    },
    {
      kind: 'text',
      text:
        record.energySource === 'counter'
          ? 'Joules are read from a hardware counter.'
          : 'Joules are modelled, and labelled so, once `qeil calibrate` has run: no counter covers all devices here.',
    },
    models.length === 0
      ? { kind: 'text', text: 'No ONNX model found. try: give a model directory to --model.' }
      : {
          kind: 'table',
          title: 'Models',
          columns: [{ title: 'model' }, { title: 'directory' }],
          rows: models.map((model) => [model.name, model.directory]),
        },
    ...(models.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            title: 'Session driver on the CPU',
            columns: [{ title: 'model' }, { title: 'driver' }, { title: 'why' }],
            rows: models.map(({ name, driver, driverWhy }) => [name, driver ?? 'undecided', driverWhy]),
          },
        ]),
    ...(record.graphs.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            title: 'Keys and values of models that ran here',
            columns: [{ title: 'model' }, { title: 'file' }, { title: 'on' }, { title: 'kept' }, { title: 'why' }],
            rows: record.graphs.map(({ model, file, provider, driver, strategy }) => [
              model,
              file,
              `${provider}, ${driver}`,
              strategy.name,
              strategy.why,
            ]),
          },
        ]),
  ];
  return { record, rows: findings(record), sections };
}
