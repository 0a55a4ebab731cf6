import { withUnit } from '../../format/quantity.js';
import type { RooflineRecord } from '../../schemas/provenance.js';
import type { Plot } from '../plot.js';
import { TOKENS } from '../theme.js';

const COLOURS = [TOKENS.blue.light, TOKENS.orange.light, TOKENS.green.light, TOKENS.pink.light, TOKENS.grey.light];

/** Measured roofs of each device at its fastest point, with the model's work as dots. */
export function rooflinePlot(roofline: RooflineRecord): Plot | undefined {
  const { roofs, dots } = roofline;
  if (roofs.length === 0 || dots.length === 0) return undefined;
  const intensities = [...dots.map((dot) => dot.intensity), ...roofs.map((roof) => roof.flopRate / roof.byteRate)];
  const from = Math.min(...intensities) / 2;
  const to = Math.max(...intensities) * 4;
  const names = roofs.map((roof) => `${roof.deviceId} ${roof.pointName}`);
  const line = (device: string, memory: string, flopRate: number, byteRate: number) =>
    [from, flopRate / byteRate, to]
      .sort((a, b) => a - b)
      .map((intensity) => ({ device, memory, intensity, flopRate: Math.min(flopRate, byteRate * intensity) }));
  const lines = roofs.flatMap((roof) => {
    const device = `${roof.deviceId} ${roof.pointName}`;
    const far = line(device, 'from DRAM', roof.flopRate, roof.byteRate);
    const near = line(device, 'working set', roof.flopRate, roof.workingSetByteRate);
    return [...far, ...near];
  });
  const marks = dots.map((dot) => ({
    device: `${dot.deviceId} ${dot.pointName}`,
    label: dot.label,
    kind: dot.kind,
    intensity: dot.intensity,
    flopRate: dot.flopRate,
    aboveRoof: dot.aboveRoof,
  }));
  const above = marks.filter((mark) => mark.aboveRoof);
  const axis = { format: '~s', tickCount: 6 };
  const x = {
    field: 'intensity',
    type: 'quantitative' as const,
    title: 'arithmetic intensity (FLOP per byte)',
    scale: { type: 'log' as const, domain: [from, to], nice: false },
    axis: { ...axis, format: '~g' },
  };
  const y = {
    field: 'flopRate',
    type: 'quantitative' as const,
    title: 'arithmetic rate (FLOP/s)',
    scale: { type: 'log' as const },
    axis,
  };
  const color = {
    field: 'device',
    type: 'nominal' as const,
    sort: null,
    scale: { domain: names, range: names.map((_, index) => COLOURS[index % COLOURS.length] ?? TOKENS.ink.light) },
  };
  const described = roofs.map((roof) => {
    const name = `${roof.deviceId} ${roof.pointName}`;
    return `${name}: ${withUnit(roof.flopRate, 'FLOP/s')}, ${withUnit(roof.byteRate, 'B/s')} from DRAM`;
  });
  return {
    id: 'roofline',
    title: 'Roofline of this machine',
    description:
      `Measured roofs (solid: from DRAM, dashed: at the size of the model's working set) and the model's work. Filled marks are ` +
      `measured, open ones predicted. ${described.join('; ')}.`,
    ...(above.length === 0
      ? {}
      : {
          warning: `${above.length} mark${above.length === 1 ? ' lies' : 's lie'} above its roof, which cannot be: ${above
            .map((mark) => `${mark.label} on ${mark.device}`)
            .join(', ')}. A rate or a count is wrong.`,
        }),
    rows: marks,
    spec: {
      width: 560,
      height: 320,
      layer: [
        {
          data: { values: lines },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y,
            color,
            strokeDash: {
              field: 'memory',
              type: 'nominal',
              scale: {
                domain: ['from DRAM', 'working set'],
                range: [
                  [1, 0],
                  [5, 4],
                ],
              },
            },
          },
        },
        {
          data: { values: marks.filter((mark) => mark.kind === 'predicted') },
          mark: { type: 'point', filled: false, size: 60, strokeWidth: 1.5 },
          encoding: { x, y, color },
        },
        {
          data: { values: marks.filter((mark) => mark.kind === 'measured') },
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: { x, y, color },
        },
        {
          data: { values: marks.filter((mark) => mark.kind === 'measured') },
          mark: { type: 'text', align: 'left', dx: 8, dy: 8, fontSize: 10 },
          encoding: { x, y, text: { field: 'label' } },
        },
        {
          data: { values: above },
          mark: { type: 'point', shape: 'cross', size: 260, filled: true, color: TOKENS.red.light },
          encoding: { x, y },
        },
      ],
    },
  };
}
