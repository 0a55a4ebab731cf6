import { loader, parse, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { sanitise } from '../output/sanitise.js';
import { escapeHtml } from './escape-html.js';
import type { Plot } from './plot.js';
import { TOKENS } from './theme.js';

const CONFIG: Config = {
  background: TOKENS.paper.light,
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: TOKENS.muted.light,
    titleColor: TOKENS.ink.light,
    titleFontWeight: 'normal',
    gridColor: TOKENS.grid.light,
    domainColor: TOKENS.muted.light,
    tickColor: TOKENS.muted.light,
    labelFontSize: 11,
    titleFontSize: 12,
    titlePadding: 8,
  },
  legend: {
    symbolBaseStrokeColor: TOKENS.muted.light,
    labelColor: TOKENS.ink.light,
    titleColor: TOKENS.ink.light,
    labelFontSize: 12,
    symbolSize: 120,
    title: null,
  },
  text: { fill: TOKENS.ink.light, fontSize: 11 },
};

// Plots carry their data; whatever asks for a file or a page is a mistake, not a request.
const refuseLoads = Object.assign(loader(), {
  load: () => Promise.reject(new Error('a report plot may not load anything')),
});

/** Control characters in names of models and devices are illegal in XML, and the drawing library lets them through. */
function withCleanText(spec: TopLevelSpec): TopLevelSpec {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return sanitise(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(spec) as TopLevelSpec;
}

/**
 * A plot as SVG, drawn without a browser.
 *
 * Title and description become `<title>`, `<desc>` and an accessible name.
 */
export async function renderSvg(plot: Plot): Promise<string> {
  const { spec } = compile(withCleanText(plot.spec), { config: CONFIG });
  const view = new View(parse(spec), { renderer: 'none', loader: refuseLoads });
  const svg = await view.toSVG();
  view.finalize();
  const titleId = `${plot.id}-title`;
  const descriptionId = `${plot.id}-description`;
  return svg.replace(
    /<svg([^>]*)>/,
    `<svg$1 role="img" aria-labelledby="${titleId} ${descriptionId}"><title id="${titleId}">${escapeHtml(plot.title)}</title>` +
      `<desc id="${descriptionId}">${escapeHtml(plot.description)}</desc>`,
  );
}
