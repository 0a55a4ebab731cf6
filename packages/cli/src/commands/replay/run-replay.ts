import { resolve } from 'node:path';
import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { usageError } from '../../errors/usage-error.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import type { ReplayRecord } from '../../schemas/replay-record.js';
import type { ReplayValues } from './replay-command.js';
import { replayPrior } from './replay-prior.js';
import { replayView } from './replay-view.js';
import { curvePoints, rulesAsked } from './rules-asked.js';

/** Orders that the points of a curve are worth: their noise is far below the width of a mark. */
const CURVE_ORDERS = 40;

/** Stopping rules over recorded samples. Nothing is run but arithmetic. */
export async function runReplay(context: CliContext, values: ReplayValues, path: string): Promise<number> {
  const talk = talkTo(context, values.quiet);
  const services = await context.loadServices();
  const recording = await services.readRecording(resolve(context.workingDirectory, path));
  const { samples: budget = recording.samples, wave: waveSize, orders, seed, rule, selection } = values;
  if (budget > recording.samples) {
    throw usageError(
      `--samples ${budget}: some question of ${path} has ${recording.samples} only`,
      `give at most ${recording.samples}`,
    );
  }
  const needsPrior =
    rule === 'all' || rule === 'value' || values.split !== undefined || values['prior-from'] !== undefined;
  const prior = needsPrior ? await replayPrior(context, services, recording, values) : undefined;
  const questions = prior?.judged ?? recording.questions;
  const { rules, remarks } = rulesAsked(services, recording, prior, budget, values);
  talk(`${questions.length} questions, up to ${budget} samples each, ${orders} random orders`);
  const results = services.replay({ questions, budget, waveSize, orders, seed, rules });
  const points = selection === 'majority' && rule === 'all' ? curvePoints(services, prior, budget, values) : [];
  const curve =
    points.length === 0
      ? []
      : services.replay({
          questions,
          budget,
          waveSize,
          orders: Math.min(orders, CURVE_ORDERS),
          seed,
          rules: points.map((point) => point.rule),
        });
  const [full] = results;
  const record: ReplayRecord = {
    schema: 'qeil.replay/1',
    file: recording.path,
    kind: recording.kind,
    questions: questions.length,
    budget,
    waveSize,
    orders,
    seed,
    selection,
    costUnit: recording.costUnit ?? null,
    prior: prior ? { source: prior.source, questions: prior.tallies.length, worthSamples: values.worth } : null,
    rules: results
      .filter((_, index) => index > 0 || rule === 'all' || rule === 'none' || results.length === 1)
      .map(({ calibration, drawn, ...result }) => ({
        ...result,
        samplesSaved: 1 - result.meanSamples / budget,
        costSaved: full?.meanCost && result.meanCost !== null ? 1 - result.meanCost / full.meanCost : null,
        accuracyPoints: 100 * (result.accuracy - (full?.accuracy ?? result.accuracy)),
        drawn: [...drawn],
        calibration: calibration && { ...calibration, bins: [...calibration.bins] },
      })),
    curve: points.flatMap(({ of, setting }, index) => {
      const result = curve[index];
      if (result === undefined) return [];
      const { accuracy, meanSamples, meanCost } = result;
      return [{ rule: of, setting, accuracy, meanSamples, meanCost }];
    }),
    plot: null,
    remarks: [...remarks],
  };
  const drawn = values.plot === undefined ? record : await withPlot(context, record, values.plot);
  if (drawn.plot !== null) talk(`plot: ${drawn.plot}`);
  printView(context, replayView(drawn), values.output);
  return EXIT_CODES.done;
}

async function withPlot(context: CliContext, record: ReplayRecord, file: string): Promise<ReplayRecord> {
  const [{ renderSvg }, { replayPlot }, { writeAtomically }] = await Promise.all([
    import('../../report/render-svg.js'),
    import('../../report/plots/replay-plot.js'),
    import('../../report/write-atomically.js'),
  ]);
  const path = resolve(context.workingDirectory, file);
  await writeAtomically(path, await renderSvg(replayPlot(record)));
  return { ...record, plot: path };
}
