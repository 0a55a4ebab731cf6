import type { Check } from '../cascade/check.js';
import type { Question } from '../data-set/question.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { SamplingOptions } from '../engine/sampling-options.js';
import type { Engine } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { answerQuestion } from './answer-question.js';
import type { EvaluationArm } from './arm.js';
import type { CascadeOptions } from './cascade-options.js';
import type { DrawnCandidate, QuestionOutcome } from './outcome.js';
import { type ArmProgress, ProgressTally } from './progress.js';
import type { ArmResult } from './result.js';
import { summariseArm } from './summarise-arm.js';

export interface RunArmOptions {
  readonly arm: EvaluationArm;
  readonly engine: Engine;
  readonly meter: EnergyMeter;
  readonly bundle: ModelBundle;
  readonly questions: readonly Question[];
  readonly seed: number;
  readonly checks: readonly Check[];
  readonly sampling: SamplingOptions;
  /** For the `bayes` rule; default 0.95. */
  readonly confidence?: number;
  readonly ledger?: Ledger;
  readonly cascade?: CascadeOptions;
  /** Aborting ends the run after the wave in flight is given up; the result then covers the questions finished. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArmProgress) => void;
}

export interface ArmRun {
  readonly result: ArmResult;
  /** Questions finished, in the order asked. */
  readonly questions: readonly QuestionOutcome[];
}

/**
 * Run a data set under one arm. Questions the ledger holds as finished are not repeated; of an unfinished one, the candidates
 * it holds are reused.
 *
 * @throws {QeilError} faults that concern more than one question, `save-failed` among them
 */
export async function runArm(options: RunArmOptions): Promise<ArmRun> {
  const { arm, questions, ledger, signal } = options;
  const tally = new ProgressTally(arm.name, questions.length);
  const outcomes: QuestionOutcome[] = [];
  for (const question of questions) {
    let outcome = ledger?.finished(arm.name, question.id);
    if (outcome === undefined) {
      outcome = await finishQuestion(question, options, tally);
      if (outcome === undefined) break;
      await ledger?.appendOutcome(outcome);
    }
    outcomes.push(outcome);
    tally.finish(outcome);
    options.onProgress?.(tally.progress(question.id));
    if (signal?.aborted) break;
  }
  return { result: summariseArm(arm, outcomes, questions.length, options.checks), questions: outcomes };
}

/** Undefined when the run was stopped before the question was finished. */
async function finishQuestion(
  question: Question,
  options: RunArmOptions,
  tally: ProgressTally,
): Promise<QuestionOutcome | undefined> {
  const { arm, ledger, signal, onProgress, confidence } = options;
  try {
    return await answerQuestion({
      question,
      arm,
      engine: options.engine,
      meter: options.meter,
      bundle: options.bundle,
      seed: options.seed,
      checks: options.checks,
      sampling: options.sampling,
      ...(confidence !== undefined && { confidence }),
      ...(options.cascade && { cascade: options.cascade }),
      recovered: ledger?.drawn(arm.name, question.id) ?? [],
      hooks: {
        ...(signal && { signal }),
        ...(ledger && { saveWave: (drawn: readonly DrawnCandidate[]) => ledger.appendWave(arm.name, drawn) }),
        onWave: (drawn) => onProgress?.(tally.progress(question.id, drawn)),
      },
    });
  } catch (error) {
    if (signal?.aborted && QeilError.isInstance(error) && error.kind === 'cancelled') return undefined;
    throw error;
  }
}
