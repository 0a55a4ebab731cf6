import { join } from 'node:path';
import { toJson } from '../output/json.js';
import type { RunRecord } from '../schemas/eval-record.js';
import { htmlReport } from './html-report.js';
import { makeDirectory } from './make-directory.js';
import { markdownReport } from './markdown-report.js';
import type { Plot } from './plot.js';
import { accuracyPlot } from './plots/accuracy-plot.js';
import { energyPlot } from './plots/energy-plot.js';
import { frontPlot } from './plots/front-plot.js';
import { reliabilityPlot } from './plots/reliability-plot.js';
import { rooflinePlot } from './plots/roofline-plot.js';
import { renderSvg } from './render-svg.js';
import { writeAtomically } from './write-atomically.js';

/** The plots a record has data for. */
export function plotsOf(record: RunRecord): Plot[] {
  return [
    accuracyPlot(record),
    record.planning === null ? undefined : frontPlot(record.planning),
    energyPlot(record),
    reliabilityPlot(record),
    record.roofline === null ? undefined : rooflinePlot(record.roofline),
  ].filter((plot) => plot !== undefined);
}

/**
 * Write `run.json`, `report.md`, `report.html` and `plots/*.svg`.
 * @returns the path of the HTML report
 * @throws {QeilError} `save-failed` naming the file that could not be written
 */
export async function writeReport(record: RunRecord, directory: string): Promise<string> {
  // The record first: whatever fails later, the run itself is on disk.
  await makeDirectory(join(directory, 'plots'));
  await writeAtomically(join(directory, 'run.json'), toJson(record));
  const plots = plotsOf(record);
  const drawn: { plot: Plot; svg: string }[] = [];
  for (const plot of plots) {
    const svg = await renderSvg(plot);
    drawn.push({ plot, svg });
    await writeAtomically(join(directory, 'plots', `${plot.id}.svg`), svg);
    await writeAtomically(join(directory, 'plots', `${plot.id}.json`), toJson(plot.rows));
  }
  await writeAtomically(join(directory, 'report.md'), markdownReport(record, plots));
  const path = join(directory, 'report.html');
  await writeAtomically(path, htmlReport(record, drawn));
  return path;
}
