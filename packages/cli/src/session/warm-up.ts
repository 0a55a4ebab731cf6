import type { EvaluationArm, Question, SamplingOptions } from '@qeil/runtime';
import type { Session } from './open-session.js';

/** Long enough to touch every code path and page, short enough to cost little. */
const WARM_UP_TOKENS = 8;

/**
 * One untimed wave as the arm will run them, so that no arm pays for the first use of a device process, and none profits from
 * what the arm before left behind.
 *
 * @param mostPromptTokens - only so much of the prompt is read: for a run of one question, of which it would be half the work
 */
export async function warmUp(
  session: Session,
  arm: EvaluationArm,
  question: Question,
  sampling: SamplingOptions,
  signal: AbortSignal,
  mostPromptTokens = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { engine, bundle } = session;
  const questionId = `warm-up-${arm.name}-${question.id}`;
  const promptTokenIds = bundle.tokenizer.encodePrompt(question.question);
  // A prompt that does not fit is a fault of the question, and the run says so where it counts.
  if (promptTokenIds.length + WARM_UP_TOKENS > bundle.maxPositions) return;
  const { prefill, decode, split, waveSize, keepPrompt } = arm.plan;
  const sampleIndices = Array.from({ length: Math.min(waveSize, arm.budget) }, (_, index) => index);
  const short = { ...sampling, maxNewTokens: Math.min(WARM_UP_TOKENS, sampling.maxNewTokens) };
  try {
    await engine.sampleWave(
      {
        questionId,
        promptTokenIds: promptTokenIds.slice(0, mostPromptTokens),
        sampleIndices,
        runSeed: 0,
        sampling: short,
        prefill,
        decode,
        ...(split === undefined ? {} : { split }),
        keepPrompt,
      },
      { signal },
    );
  } finally {
    await engine.endQuestion(questionId);
  }
}
