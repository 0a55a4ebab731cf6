import { armTitle } from '../format/arm-table.js';
import { bytes, significant } from '../format/quantity.js';
import type { RunRecord } from '../schemas/eval-record.js';
import type { ProvenanceRecord } from '../schemas/provenance.js';

export const REPORT_TITLES: Readonly<Record<RunRecord['schema'], string>> = {
  'qeil.demo/1': 'QEIL: four ways to ask the same questions',
  'qeil.eval/1': 'QEIL: evaluation',
};

/** Arm, reason, number of questions. */
export function stopReasonRows(record: RunRecord): string[][] {
  return record.arms.flatMap((arm) =>
    Object.entries(arm.stopReasons)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => [armTitle(arm.arm), reason, String(count)]),
  );
}

export const ACTIVITY_COLUMNS = [
  { title: 'arm' },
  { title: 'device' },
  { title: 'phase' },
  { title: 'busy, s', align: 'right' },
  { title: 'CPU, s', align: 'right' },
  { title: 'passes', align: 'right' },
  { title: 'tokens', align: 'right' },
  { title: 'traffic', align: 'right' },
] as const;

/** Measured device time by arm, device and phase. */
export function activityRows(record: RunRecord): string[][] {
  return record.activity.map((each) => [
    armTitle(each.arm),
    `${each.deviceId} ${each.pointName}`,
    each.phase,
    significant(each.busyS),
    significant(each.cpuS),
    significant(each.passes, 6),
    significant(each.tokens, 6),
    bytes(each.trafficByte),
  ]);
}

/** What a reader needs to repeat the run, as name and value. */
export function provenanceRows(provenance: ProvenanceRecord): string[][] {
  const { versions, machine, model, dataSet, sampling, calibration } = provenance;
  return [
    ['started', provenance.startedAt],
    ['seed', String(provenance.seed)],
    ['versions', `qeil ${versions.qeil}, Node ${versions.node}, ONNX Runtime ${versions.onnxruntime ?? 'unknown'}`],
    ['platform', provenance.platform],
    ['processor', `${machine.cpuModel}, ${machine.logicalCpus} logical CPUs`],
    ['machine fingerprint', machine.fingerprint],
    ['devices', machine.devices.join(', ')],
    ['devices asked for', machine.devicesRequested?.join(', ') ?? 'any'],
    ['model', `${model.name}, ${model.weightFormat}, ${bytes(model.weightByte)}`],
    ['model SHA-256', model.digest],
    ['data set', dataSet === null ? 'none' : `${dataSet.path}, ${dataSet.questions} questions`],
    ['data set SHA-256', dataSet?.digest ?? 'none'],
    [
      'sampling',
      `temperature ${sampling.temperature}, top-k ${sampling.topK}, top-p ${sampling.topP}, min-p ${sampling.minP}, ` +
        `repetition penalty ${sampling.repetitionPenalty}, at most ${sampling.maxNewTokens} tokens`,
    ],
    [
      'calibration',
      calibration === null
        ? 'none'
        : `${calibration.createdAt}, ${significant(calibration.elapsedS)} s${calibration.fromCache ? ', from cache' : ''}`,
    ],
  ];
}
