import { resolve } from 'node:path';
import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { nearest } from '../../command/nearest.js';
import { usageError } from '../../errors/usage-error.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import type { ExplainValues } from './explain-command.js';
import { explainQuestion } from './explain-question.js';
import { explainView } from './explain-view.js';

/** Read a ledger and say how each question came to its answer. Nothing is run. */
export async function runExplain(context: CliContext, values: ExplainValues, path: string): Promise<number> {
  const talk = talkTo(context, values.quiet);
  const services = await context.loadServices();
  const ledger = await services.readRecordedRun(resolve(context.workingDirectory, path));
  const ofArm = ledger.outcomes.filter(({ arm }) => values.arm === undefined || arm === values.arm);
  if (ofArm.length === 0 && values.arm !== undefined) {
    throw usageError(
      `the run has no finished question of an arm "${values.arm}"${did(
        values.arm,
        ledger.outcomes.map(({ arm }) => arm),
      )}`,
      `qeil explain ${path}`,
    );
  }
  const wanted = ofArm.filter(({ questionId }) => values.question === undefined || questionId === values.question);
  if (wanted.length === 0 && values.question !== undefined) {
    const ids = ofArm.map(({ questionId }) => questionId);
    throw usageError(
      `the run has no finished question "${values.question}"${did(values.question, ids)}`,
      `qeil explain ${path}`,
    );
  }
  if (ledger.unfinished > 0) talk(`${ledger.unfinished} question(s) were begun and not finished; they are left out`);
  const { provenance } = ledger;
  const view = explainView({
    schema: 'qeil.explain/1',
    ledger: ledger.path,
    model: { name: provenance.modelName, digest: provenance.modelDigest, weightFormat: provenance.weightFormat },
    dataSetDigest: provenance.dataSetDigest,
    seed: provenance.seed,
    questions: wanted.map((outcome) => {
      return explainQuestion(services, outcome, ledger.drawn(outcome.arm, outcome.questionId), provenance);
    }),
  });
  printView(context, view, values.output);
  return EXIT_CODES.done;
}

function did(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}
