import type { Section, View } from '../../output/view.js';
import type { DevicesRecord } from '../../schemas/doctor-record.js';

/** `0–3,6` for 0, 1, 2, 3, 6. */
function ranges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const number of sorted) {
    const last = parts.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(',');
}

export function devicesView(record: DevicesRecord): View {
  const sections: Section[] = [
    {
      kind: 'table',
      title: 'Devices',
      columns: [
        { title: 'id' },
        { title: 'name' },
        { title: 'provider' },
        { title: 'CPUs' },
        { title: 'points' },
        { title: 'memory' },
      ],
      rows: record.devices.map((device) => [
        device.id,
        device.name,
        device.provider,
        device.cpus === undefined ? '–' : ranges(device.cpus),
        device.points.map((point) => point.name).join(', '),
        device.memoryPool,
      ]),
    },
  ];
  if (record.absences.length > 0) {
    sections.push({
      kind: 'table',
      title: 'Looked for and not found',
      columns: [{ title: 'provider' }, { title: 'why' }],
      rows: record.absences.map((absence) => [
        absence.provider,
        absence.remedy === undefined ? absence.reason : `${absence.reason}\ntry: ${absence.remedy}`,
      ]),
    });
  }
  const rows = record.devices.map((device) => ({
    id: device.id,
    name: device.name,
    provider: device.provider,
    cpus: device.cpus?.join(' ') ?? null,
    points: device.points.map((point) => point.name).join(' '),
    memoryPool: device.memoryPool,
  }));
  return { record, rows, sections };
}
