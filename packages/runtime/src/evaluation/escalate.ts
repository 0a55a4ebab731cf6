import { beliefsAfterExpert, bestBelief, expectedExpertGain, stepPays } from '@qeil/model';
import type { Candidate } from '../cascade/candidate.js';
import { candidateBeliefs } from '../cascade/candidate-beliefs.js';
import type { Decision } from '../cascade/decision.js';
import { answerReader } from '../cascade/judge-sample.js';
import { meanEnergyJ } from '../cascade/knowledge/cascade-knowledge.js';
import type { Escalation } from './cascade-options.js';
import type { TierContext } from './dear-tiers.js';
import { NOT_RUN, type TierStep } from './tier-step.js';

/** Name under which a larger model is remembered: its weights, not its file. */
export function expertName({ bundle }: Pick<Escalation, 'bundle'>): string {
  return `${bundle.name} ${bundle.weightFormat} ${bundle.digest.slice(0, 12)}`;
}

/**
 * Ask a larger model once, greedily, iff its answer is expected to pay.
 *
 * Its accuracy and its price are those of the questions it was asked before; until then a labelled prior and the price of one of
 * this question's samples, scaled by the bytes of weights.
 */
export async function escalate(
  candidates: readonly Candidate[],
  escalation: Escalation,
  context: TierContext,
): Promise<TierStep> {
  const { knowledge, economy } = context;
  const name = expertName(escalation);
  const { answers, beliefs } = candidateBeliefs(candidates, knowledge);
  const accuracy = knowledge.expertAccuracy(name);
  // With no answer at all, any right one is gained.
  const gain = answers.length === 0 ? accuracy : expectedExpertGain(beliefs, accuracy);
  const priceJ = meanEnergyJ(knowledge.expert(name)) ?? scaledPriceJ(escalation, context);
  const head = { tier: 'escalation' as const, name, gain, priceJ };
  const told = `P(correct) would rise from ${bestBelief(beliefs).toFixed(2)} by ${gain.toPrecision(2)}, at ${priceJ === null ? 'an unknown price' : `${priceJ.toPrecision(2)} J`}`;
  const limits = { valueJ: economy.valueJ, leftJ: context.leftJ };
  if (!stepPays({ gain, priceJ: priceJ ?? 0 }, limits)) return { ...NOT_RUN, ...head, why: `does not pay: ${told}` };
  return ask(escalation, head, told, context);
}

function scaledPriceJ({ bundle }: Escalation, { samplePriceJ, bundle: cheap }: TierContext): number | null {
  return samplePriceJ === null ? null : (samplePriceJ * bundle.weightByte) / cheap.weightByte;
}

async function ask(
  { bundle, engine, prefill, decode }: Escalation,
  head: Pick<TierStep, 'tier' | 'name' | 'gain' | 'priceJ'>,
  why: string,
  { question, meter, signal, knowledge, checks, sampling }: TierContext,
): Promise<TierStep> {
  const promptTokenIds = bundle.tokenizer.encodePrompt(question.question);
  if (promptTokenIds.length >= bundle.maxPositions) {
    return { ...NOT_RUN, ...head, why: `its prompt of ${promptTokenIds.length} tokens does not fit the model` };
  }
  const window = meter.open();
  let result: Awaited<ReturnType<typeof engine.sampleWave>>;
  try {
    result = await engine.sampleWave(
      {
        questionId: question.id,
        promptTokenIds,
        sampleIndices: [0],
        runSeed: 0,
        sampling: { ...sampling, temperature: 0 },
        prefill,
        decode,
        keepPrompt: false,
      },
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    window.close([]);
    throw error;
  }
  const { energyJ, source, detail, wallS } = window.close(result.activity);
  knowledge.expertCost(head.name, wallS, energyJ);
  const text = result.samples[0]?.text ?? '';
  return {
    ...head,
    ran: true,
    why,
    timeS: wallS,
    energyJ,
    energySource: source,
    energyDetail: detail,
    sampleIndex: null,
    verdict: null,
    answer: answerReader(checks)(text) ?? null,
    text,
  };
}

/** The decision once the larger model has answered: the most probable answer given both. */
export function decisionWithExpert(
  decision: Decision,
  candidates: readonly Candidate[],
  step: TierStep,
  knowledge: TierContext['knowledge'],
): Decision {
  if (!step.ran || step.answer === null) return decision;
  const said = step.answer;
  const { answers, beliefs } = candidateBeliefs(candidates, knowledge);
  if (answers.length === 0) {
    return {
      ...decision,
      answer: said,
      reason: `no candidate holds an answer; ${step.name} answers ${said}`,
      tie: false,
      probability: null,
    };
  }
  const index = answers.indexOf(said);
  const after = beliefsAfterExpert(beliefs, index < 0 ? undefined : index, knowledge.expertAccuracy(step.name));
  const all = index < 0 ? [...answers, said] : answers;
  const best = bestBelief(after);
  const chosen = all[after.seen.indexOf(best)] ?? decision.answer;
  const verb = chosen === decision.answer ? 'stays' : 'becomes';
  const reason = `${decision.reason}; ${step.name} answers ${said}, so ${chosen} ${verb} the most probable (${best.toFixed(2)})`;
  // Known only of the candidates' evidence; the larger model's accuracy is not calibrated.
  return { ...decision, answer: chosen, reason, probability: null, tie: chosen === decision.answer && decision.tie };
}
