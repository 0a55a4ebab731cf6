import { type Config, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ValidationResult } from './validate.js';

const TOKEN_RATE = 'tokens per second';
const ENERGY = 'joules per token';
const CONFIG: Config = { background: 'white' };

/** Predicted against measured, both logarithmic, with the line on which they agree. */
export async function plotSvg(result: ValidationResult): Promise<string> {
  const spec = compile(specification(result), { config: {} }).spec;
  const view = new View(parse(spec, CONFIG), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

function specification({ sets, unseen, wall }: ValidationResult): TopLevelSpec {
  const predictions = sets.flatMap(({ predictions: of }) => of);
  const values = [
    ...predictions.map(({ id, set, tokenRate }) => ({ id, set, quantity: TOKEN_RATE, ...tokenRate })),
    ...predictions.map(({ id, set, joulePerToken }) => ({ id, set, quantity: ENERGY, ...joulePerToken })),
    ...unseen.points.map(({ id, predicted, measured }) => ({
      id,
      set: 'unseen device',
      quantity: TOKEN_RATE,
      predicted,
      measured,
    })),
    ...wall.timePoints.map(({ id, predicted, measured }) => ({
      id,
      set: 'wall-metered system',
      quantity: TOKEN_RATE,
      predicted: 1 / predicted,
      measured: 1 / measured,
    })),
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Predicted without the model (or the device) against measured',
    hconcat: [panel(TOKEN_RATE, values), panel(ENERGY, values)],
  };
}

type Row = { readonly quantity: string; readonly measured: number };

function panel(quantity: string, values: readonly Row[]) {
  const own = values.filter((value) => value.quantity === quantity);
  const measured = own.map((value) => value.measured);
  const ends = [Math.min(...measured), Math.max(...measured)].map((value) => ({ measured: value, predicted: value }));
  const axes = {
    x: {
      field: 'measured',
      type: 'quantitative' as const,
      scale: { type: 'log' as const },
      title: `measured ${quantity}`,
    },
    y: {
      field: 'predicted',
      type: 'quantitative' as const,
      scale: { type: 'log' as const },
      title: `predicted ${quantity}`,
    },
  };
  return {
    width: 360,
    height: 360,
    layer: [
      { data: { values: ends }, mark: { type: 'line' as const, color: 'grey' }, encoding: axes },
      {
        data: { values: own },
        mark: { type: 'point' as const, filled: true },
        encoding: {
          ...axes,
          color: { field: 'set', type: 'nominal' as const, title: 'set', legend: { labelLimit: 240 } },
        },
      },
    ],
  };
}
