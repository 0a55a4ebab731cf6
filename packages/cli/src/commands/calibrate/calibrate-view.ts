import { seconds, significant, withUnit } from '../../format/quantity.js';
import type { View } from '../../output/view.js';
import type { CalibrateRecord } from '../../schemas/run-record.js';

export function calibrateView(record: CalibrateRecord): View {
  const { calibration, fromCache, invalidated } = record;
  const right = (title: string) => ({ title, align: 'right' as const });
  const origin = fromCache
    ? `from cache, measured ${calibration.createdAt}`
    : `measured in ${seconds(calibration.elapsedS)}`;
  return {
    record,
    rows: calibration.points.map(({ model, spread: _spread, callOverheadS, ...point }) => ({
      ...point,
      callOverheadS: callOverheadS ?? null,
      prefillFlopRate: model?.prefillFlopRate ?? null,
      decodeFlopRate: model?.decodeFlopRate ?? null,
      prefillOverheadS: model?.prefillOverheadS ?? null,
      decodeOverheadS: model?.decodeOverheadS ?? null,
      decodeRowS: model?.decodeRowS ?? null,
      cpuPerBusy: model?.cpuPerBusy ?? null,
    })),
    sections: [
      {
        kind: 'text',
        text: `Calibration ${origin}.${invalidated === null ? '' : `\nAn older one was not used: ${invalidated}`}`,
      },
      {
        kind: 'table',
        title: 'Rates, measured',
        columns: [
          { title: 'device' },
          { title: 'point' },
          right('GEMM'),
          right('DRAM'),
          right('working set'),
          right('model\nprefill'),
          right('model\ndecode'),
        ],
        rows: calibration.points.map((point) => [
          point.deviceId,
          point.pointName,
          withUnit(point.flopRate, 'FLOP/s'),
          withUnit(point.byteRate, 'B/s'),
          withUnit(point.workingSetByteRate, 'B/s'),
          withUnit(point.model?.prefillFlopRate, 'FLOP/s'),
          withUnit(point.model?.decodeFlopRate, 'FLOP/s'),
        ]),
      },
      {
        kind: 'table',
        title: 'Power',
        columns: [
          { title: 'device' },
          right('asleep'),
          right('active'),
          right('per CPU'),
          right('traffic'),
          { title: 'from' },
        ],
        rows: Object.entries(calibration.power).map(([device, power]) => [
          device,
          `${significant(power.sleepW)} W`,
          `${significant(power.activeW)} W`,
          `${significant(power.perCpuW)} W`,
          withUnit(power.joulePerByte, 'J/B'),
          power.source,
        ]),
      },
      {
        kind: 'text',
        text: Object.values(calibration.power)
          .map((power) => power.detail)
          .filter((detail, index, all) => all.indexOf(detail) === index)
          .join('\n'),
      },
    ],
  };
}
