import { type Config, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { InstanceResult } from '../judge/result.js';

const CONFIG: Config = { background: 'white' };
/** More lines than these would hide each other. */
const DRAWN = ['NSGA-II', 'AMOSA', 'annealing', 'PGSAM'];

/** Median attainment surfaces of the drawn arms, one panel an instance: down and to the left is better. */
export async function attainmentSvg(instances: readonly InstanceResult[]): Promise<string> {
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Energy and latency that half of the seeds reach',
    columns: 3,
    concat: instances.map(({ name, attainment }) => ({
      title: name,
      width: 210,
      height: 150,
      data: {
        values: attainment
          .filter(({ arm }) => DRAWN.includes(arm))
          .flatMap(({ arm, points }) =>
            points.map(([energyJ, latencyS]) => ({ arm, energyJ: rounded(energyJ), latencyS: rounded(latencyS) })),
          ),
      },
      mark: { type: 'line' as const, interpolate: 'step-after' as const, strokeWidth: 1.2 },
      encoding: {
        x: { field: 'energyJ', type: 'quantitative' as const, scale: { zero: false }, title: 'J' },
        y: { field: 'latencyS', type: 'quantitative' as const, scale: { zero: false }, title: 's' },
        color: { field: 'arm', type: 'nominal' as const, sort: DRAWN, scale: { domain: DRAWN } },
      },
    })),
  };
  const view = new View(parse(compile(spec, { config: {} }).spec, CONFIG), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
