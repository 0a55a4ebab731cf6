import type { EvaluationArm, Question, SamplingOptions } from '@qeil/runtime';
import type { Session } from './open-session.js';

/** Long enough to touch every code path and page, short enough to cost little. */
const WARM_UP_TOKENS = 8;

/**
 * One untimed wave as the arm will run them, so that no arm pays for the first use of a device process, and none profits from
 * what the arm before left behind.
 */
export async function warmUp(
  session: Session,
  arm: EvaluationArm,
  question: Question,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { engine, bundle } = session;
  const questionId = `warm-up-${arm.name}-${question.id}`;
  const promptTokenIds = bundle.tokenizer.encodePrompt(question.question);
  // A prompt that does not fit is a fault of the question, and the run says so where it counts.
  if (promptTokenIds.length + WARM_UP_TOKENS > bundle.maxPositions) return;
  const { prefill, decode, waveSize, keepPrompt } = arm.plan;
  const sampleIndices = Array.from({ length: Math.min(waveSize, arm.budget) }, (_, index) => index);
  const short = { ...sampling, maxNewTokens: Math.min(WARM_UP_TOKENS, sampling.maxNewTokens) };
  try {
    await engine.sampleWave(
      { questionId, promptTokenIds, sampleIndices, runSeed: 0, sampling: short, prefill, decode, keepPrompt },
      { signal },
    );
  } finally {
    await engine.endQuestion(questionId);
  }
}
