import type { SamplingOptions } from '../engine/sampling-options.js';
import type { Engine, Placement, Sample, WaveRequest } from '../engine/wave.js';
import type { ExecutablePlan } from '../planning/executable-plan.js';

export interface VerifyPlanOptions {
  readonly engine: Engine;
  readonly plan: Pick<ExecutablePlan, 'prefill' | 'decode' | 'split' | 'waveSize'>;
  /** The one device whose tokens count as right. */
  readonly reference: Placement;
  readonly questions: readonly { readonly id: string; readonly promptTokenIds: readonly number[] }[];
  /** Tokens compared per sample, at most. */
  readonly maxNewTokens: number;
  readonly signal?: AbortSignal;
}

/** Where greedy decoding under a plan first leaves that of one device. */
export interface FirstDifference {
  readonly questionId: string;
  readonly sampleIndex: number;
  /** Place of the token in the sample, from 0. */
  readonly position: number;
  /** Null where the sample had ended. */
  readonly referenceTokenId: number | null;
  readonly planTokenId: number | null;
  /**
   * How much the reference prefers its token to the plan's, and the plan its token to the reference's (natural-log units, ≥ 0 but
   * for a tie broken by order): the difference of two logits, since both are normalised by the same sum. Null where either sample
   * had ended. Small on both sides: rounding met a near tie. Large on one: something computes wrongly.
   */
  readonly referenceGap: number | null;
  readonly planGap: number | null;
}

export interface PlanVerification {
  readonly reference: Placement;
  /** Tokens compared and equal, all questions and samples together. */
  readonly equalTokens: number;
  readonly samples: number;
  /** Largest difference of the log-probabilities of equal tokens after equal beginnings. */
  readonly largestLogProbabilityDifference: number;
  /** In the order of questions and samples; null when all tokens are equal. */
  readonly firstDifference: FirstDifference | null;
}

const GREEDY: Omit<SamplingOptions, 'maxNewTokens'> = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  stop: [],
};

/**
 * Decode greedily under a plan and on one device, and compare token by token. Devices of one provider are expected to agree bit for
 * bit; kernels of different providers round differently, and a near tie of two tokens may then fall the other way. Every row of
 * the plan's wave is compared, since a row must not depend on its neighbours either.
 *
 * @throws what {@link Engine.sampleWave} throws
 */
export async function verifyPlan(options: VerifyPlanOptions): Promise<PlanVerification> {
  const { plan, reference, questions } = options;
  const alone = { prefill: reference, decode: reference };
  let [equalTokens, samples, largest] = [0, 0, 0];
  let firstDifference: FirstDifference | null = null;
  for (const question of questions) {
    const [expected] = await greedy(options, question, alone, 1);
    if (expected === undefined) throw new RangeError('verifyPlan: the reference drew no sample');
    for (const sample of await greedy(options, question, plan, plan.waveSize)) {
      const position = firstUnequal(expected.tokenIds, sample.tokenIds);
      samples += 1;
      equalTokens += position;
      for (let index = 0; index < position; index += 1) {
        const [left, right] = [expected.logProbabilities[index], sample.logProbabilities[index]];
        if (left !== undefined && right !== undefined) largest = Math.max(largest, Math.abs(left - right));
      }
      const differs = position < Math.max(expected.tokenIds.length, sample.tokenIds.length);
      if (differs) firstDifference ??= await explain(options, question, expected, sample, position);
    }
  }
  return { reference, equalTokens, samples, largestLogProbabilityDifference: largest, firstDifference };
}

type Question = VerifyPlanOptions['questions'][number];
type Where = Pick<WaveRequest, 'prefill' | 'decode' | 'split'>;

async function greedy(
  { engine, maxNewTokens, signal }: VerifyPlanOptions,
  { id, promptTokenIds }: Question,
  { prefill, decode, split }: Where,
  rows: number,
  forced?: readonly number[],
): Promise<readonly Sample[]> {
  const questionId = `verify ${id}`;
  const { samples } = await engine.sampleWave(
    {
      questionId,
      promptTokenIds,
      sampleIndices: Array.from({ length: rows }, (_, index) => index),
      runSeed: 0,
      sampling: { ...GREEDY, maxNewTokens },
      prefill,
      decode,
      ...(split === undefined ? {} : { split }),
      keepPrompt: true,
      ...(forced === undefined ? {} : { forced: Array.from({ length: rows }, () => forced) }),
    },
    signal === undefined ? {} : { signal },
  );
  await engine.endQuestion(questionId);
  return samples;
}

/** Has each side say what it thinks of the other's token, by feeding it that token. */
async function explain(
  options: VerifyPlanOptions,
  question: Question,
  expected: Sample,
  sample: Sample,
  position: number,
): Promise<FirstDifference> {
  const referenceTokenId = expected.tokenIds[position] ?? null;
  const planTokenId = sample.tokenIds[position] ?? null;
  const { id: questionId } = question;
  const found = { questionId, sampleIndex: sample.sampleIndex, position, referenceTokenId, planTokenId };
  if (referenceTokenId === null || planTokenId === null) return { ...found, referenceGap: null, planGap: null };
  const beginning = expected.tokenIds.slice(0, position);
  const { plan, reference } = options;
  const alone = { prefill: reference, decode: reference };
  const [forcedAlone] = await greedy(options, question, alone, 1, [...beginning, planTokenId]);
  const [forcedPlan] = await greedy(options, question, plan, 1, [...beginning, referenceTokenId]);
  return {
    ...found,
    referenceGap: gap(expected.logProbabilities[position], forcedAlone?.logProbabilities[position]),
    planGap: gap(sample.logProbabilities[position], forcedPlan?.logProbabilities[position]),
  };
}

function gap(own: number | undefined, other: number | undefined): number | null {
  return own === undefined || other === undefined ? null : own - other;
}

function firstUnequal(left: readonly number[], right: readonly number[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) if (left[index] !== right[index]) return index;
  return length;
}
