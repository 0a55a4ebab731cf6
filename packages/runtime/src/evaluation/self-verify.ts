import { expectedCheckGain, stepPays } from '@qeil/model';
import type { Candidate } from '../cascade/candidate.js';
import { candidateBeliefs } from '../cascade/candidate-beliefs.js';
import type { CheckResult, Verdict } from '../cascade/check.js';
import { type CascadeKnowledge, meanEnergyJ } from '../cascade/knowledge/cascade-knowledge.js';
import { TRIALS } from '../cascade/run-checks.js';
import { meanOf } from '../numbers/mean.js';
import type { TierContext } from './dear-tiers.js';
import { NOT_RUN, type TierStep } from './tier-step.js';

export const SELF_CHECK = 'self';
/** Answers looked at, most probable first. */
const MOST_ANSWERS = 2;
/**
 * How much less likely per token a solution may become when the question is read again: a ratio of e^0.1. Where right and wrong
 * solutions do not differ by it, what is learnt of the check says so and it is no longer run.
 */
const ALLOWED_LOSS = 0.1;

/** The question, read again. Source of the prompt: Xu et al. 2023 (arXiv 2309.06275). */
export function rereadPrompt(question: string): string {
  return `${question}\nRead the question again: ${question}`;
}

/**
 * Ask the model that sampled the candidates about them: how likely does it find a solution once it has read the question again?
 * Accepts when the mean log-probability per token falls by no more than {@link ALLOWED_LOSS}. A question in words ("is this
 * right?") would need a model that was taught to answer it; likelihood is defined for every language model.
 *
 * @returns a step per answer looked at: run iff it pays, or while it is being learnt about
 */
export async function selfVerify(candidates: readonly Candidate[], context: TierContext): Promise<TierStep[]> {
  const { knowledge } = context;
  const steps: TierStep[] = [];
  let judged = [...candidates];
  const { answers, beliefs } = candidateBeliefs(judged, knowledge);
  const order = answers
    .map((answer, index) => ({ answer, belief: beliefs.seen[index] ?? 0 }))
    .sort((left, right) => right.belief - left.belief);
  // An answer nobody contradicts has no rival to lose to.
  if (order.length < 2) return [];
  for (const { answer } of order.slice(0, MOST_ANSWERS)) {
    const now = candidateBeliefs(judged, knowledge);
    const gain = expectedCheckGain(now.beliefs, now.answers.indexOf(answer), knowledge.rates(SELF_CHECK));
    const priceJ = meanEnergyJ(knowledge.check(SELF_CHECK)) ?? null;
    const head = { tier: 'self' as const, name: SELF_CHECK, gain, priceJ };
    const why = whyRun(gain, priceJ, context, steps);
    const candidate = judged.find((each) => each.answer === answer);
    if (why === undefined || candidate === undefined) {
      steps.push({ ...NOT_RUN, ...head, why: reasonNot(gain, priceJ, knowledge) });
      continue;
    }
    const step = await verifyOne(candidate, head, why, context);
    steps.push(step);
    judged = withSelfResults(judged, [step]);
  }
  return steps;
}

function whyRun(
  gain: number,
  priceJ: number | null,
  context: TierContext,
  steps: readonly TierStep[],
): string | undefined {
  const { knowledge, economy } = context;
  const spentJ = steps.reduce((sum, { energyJ }) => sum + (energyJ ?? 0), 0);
  const leftJ = context.leftJ === undefined ? undefined : context.leftJ - spentJ;
  if (leftJ !== undefined && (priceJ ?? 0) >= leftJ) return undefined;
  if (knowledge.judged(SELF_CHECK) < TRIALS) return 'being learnt about';
  const pays = stepPays({ gain, priceJ: priceJ ?? 0 }, { valueJ: economy.valueJ, leftJ });
  return pays ? `P(correct) is expected to rise by ${gain.toPrecision(2)}` : undefined;
}

function reasonNot(gain: number, priceJ: number | null, knowledge: CascadeKnowledge): string {
  const price = priceJ === null ? 'an unknown price' : `${priceJ.toPrecision(2)} J`;
  return `does not pay: P(correct) would rise by ${gain.toPrecision(2)} for ${price}, learnt from ${knowledge.judged(SELF_CHECK)} candidates`;
}

async function verifyOne(
  candidate: Candidate,
  head: Pick<TierStep, 'tier' | 'name' | 'gain' | 'priceJ'>,
  why: string,
  context: TierContext,
): Promise<TierStep> {
  const { engine, bundle, meter, plan, question, sampling, signal, knowledge } = context;
  const promptTokenIds = bundle.tokenizer.encodePrompt(rereadPrompt(question.question));
  const tokens = promptTokenIds.length + candidate.tokenIds.length;
  if (tokens > bundle.maxPositions || candidate.tokenIds.length === 0) {
    return { ...NOT_RUN, ...head, why: `${tokens} tokens do not fit the model's ${bundle.maxPositions} positions` };
  }
  const window = meter.open();
  let result: Awaited<ReturnType<typeof engine.sampleWave>>;
  try {
    result = await engine.sampleWave(
      {
        questionId: `${question.id} (read again)`,
        promptTokenIds,
        sampleIndices: [candidate.sampleIndex],
        runSeed: 0,
        sampling,
        prefill: plan.prefill,
        decode: plan.decode,
        keepPrompt: false,
        forced: [candidate.tokenIds],
      },
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    window.close([]);
    throw error;
  }
  const { energyJ, source, detail, wallS } = window.close(result.activity);
  knowledge.checkCost(SELF_CHECK, wallS, energyJ);
  const again = meanOf(result.samples[0]?.logProbabilities ?? []);
  const first = meanOf(candidate.logProbabilities);
  const verdict: Verdict =
    again === undefined || first === undefined ? 'unknown' : again >= first - ALLOWED_LOSS ? 'accept' : 'reject';
  return {
    ...head,
    ran: true,
    why: `${why}; log-probability per token ${first?.toFixed(3) ?? '?'}, read again ${again?.toFixed(3) ?? '?'}`,
    timeS: wallS,
    energyJ,
    energySource: source,
    energyDetail: detail,
    sampleIndex: candidate.sampleIndex,
    verdict,
    answer: candidate.answer ?? null,
    text: null,
  };
}

/** Candidates with what self-verification said of them among their checks: a hint, which weighs in as hints do. */
export function withSelfResults(candidates: readonly Candidate[], steps: readonly TierStep[]): Candidate[] {
  return candidates.map((candidate) => {
    const step = steps.find(
      ({ tier, ran, sampleIndex }) => tier === 'self' && ran && sampleIndex === candidate.sampleIndex,
    );
    if (step === undefined || step.verdict === null) return candidate;
    const result: CheckResult = { check: SELF_CHECK, exact: false, verdict: step.verdict, detail: step.why };
    return { ...candidate, checks: [...candidate.checks, result] };
  });
}
