import { brierScore, expectedCalibrationError, reliabilityBins } from '@qeil/model';
import type { QuestionOutcome } from '@qeil/runtime';
import type { ArmCalibration, QuestionRecord } from '../schemas/question-record.js';

/** How one question went, for machines. */
export function questionRecord(outcome: QuestionOutcome, rule: string): QuestionRecord {
  const { decision, candidates, error } = outcome;
  return {
    arm: outcome.arm,
    questionId: outcome.questionId,
    answer: decision.answer ?? null,
    gold: outcome.gold,
    correct: outcome.correct,
    probability: decision.probability,
    tie: decision.tie,
    rule,
    stoppedBy: outcome.stoppedBy,
    stopReason: outcome.stopReason,
    samples: candidates.length,
    waves: outcome.waves,
    tokens: candidates.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0),
    energyJ: outcome.energyJ,
    energySource: outcome.energySource,
    wallS: outcome.wallS,
    error: error?.message ?? null,
  };
}

/** Stated probabilities of an arm against what came true; undefined when it states none that can be judged. */
export function armCalibration(arm: string, questions: readonly QuestionRecord[]): ArmCalibration | undefined {
  const forecasts = questions.flatMap(({ probability, correct }) =>
    probability === null || correct === null ? [] : [{ probability, correct }],
  );
  if (forecasts.length === 0) return undefined;
  return {
    arm,
    n: forecasts.length,
    brier: brierScore(forecasts),
    ece: expectedCalibrationError(forecasts),
    bins: reliabilityBins(forecasts),
  };
}
