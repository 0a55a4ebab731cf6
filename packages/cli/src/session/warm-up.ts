import type { EvaluationArm, Question, SamplingOptions } from '@qeil/runtime';
import type { Session } from './open-session.js';

/** Long enough to touch every code path and page, short enough to cost little. */
const WARM_UP_TOKENS = 8;

/**
 * One untimed wave as the arm will run them, on a question of its own, so that no arm pays for the first use of a device
 * process, and none profits from what the arm before left behind.
 */
export async function warmUp(
  session: Session,
  arm: EvaluationArm,
  question: Question,
  sampling: SamplingOptions,
): Promise<void> {
  const { engine, bundle } = session;
  const questionId = `warm-up-${arm.name}`;
  const { prefill, decode, waveSize, keepPrompt } = arm.plan;
  await engine.sampleWave({
    questionId,
    promptTokenIds: bundle.tokenizer.encodePrompt(question.question),
    sampleIndices: Array.from({ length: waveSize }, (_, index) => index),
    runSeed: 0,
    sampling: { ...sampling, maxNewTokens: Math.min(WARM_UP_TOKENS, sampling.maxNewTokens) },
    prefill,
    decode,
    keepPrompt,
  });
  await engine.endQuestion(questionId);
}
