import { confidenceBar } from '@qeil/model';
import { decide } from '../cascade/decide.js';
import type { Decision } from '../cascade/decision.js';
import { referenceMatcher, WINDOW_TOKENS } from '../cascade/judge-sample.js';
import type { CascadeKnowledge } from '../cascade/knowledge/cascade-knowledge.js';
import { learnFromCandidates, tallyOf, truthOf } from '../cascade/learn.js';
import { forecastOf, reliabilityOfVotes } from '../cascade/reliability/learn-reliability.js';
import { runChecks } from '../cascade/run-checks.js';
import type { PruneBelow } from '../engine/wave.js';
import type { AnswerQuestionOptions } from './answer-question.js';
import { type CascadeOptions, processClockS } from './cascade-options.js';
import { runDearTiers } from './dear-tiers.js';
import { decisionWithExpert } from './escalate.js';
import type { DrawnCandidate } from './outcome.js';
import { withSelfResults } from './self-verify.js';
import { spendingOf } from './spending.js';
import type { TierStep } from './tier-step.js';

/** A question whose cascade has a memory, be it for this question alone. */
export interface CascadeQuestion extends AnswerQuestionOptions {
  readonly cascade: CascadeOptions & { readonly knowledge: CascadeKnowledge };
}

/** Run the checks on a wave just drawn, as far as they pay. */
export async function judgeWave(
  { cascade, question, checks, arm }: CascadeQuestion,
  fresh: readonly DrawnCandidate[],
  earlier: readonly DrawnCandidate[],
): Promise<DrawnCandidate[]> {
  const [wave] = fresh.map((each) => each.wave);
  const known = wave !== undefined && wave.energyJ !== null && wave.wallS > 0;
  const judged = await runChecks(
    fresh.map(({ candidate }) => candidate),
    earlier.map(({ candidate }) => candidate),
    {
      question: question.question,
      checks,
      knowledge: cascade.knowledge,
      economy: cascade.economy ?? {},
      leftJ: leftJ(cascade, [...earlier, ...fresh]),
      powerW: known ? (wave.energyJ ?? 0) / wave.wallS : null,
      savingJ: arm.rule === 'verified' ? (wave?.energyJ ?? 0) : 0,
      nowS: cascade.nowS ?? processClockS,
    },
  );
  return judged.map((candidate, index) => ({ candidate, wave: fresh[index]?.wave ?? wave })).filter(hasWave);
}

function hasWave(each: {
  candidate: DrawnCandidate['candidate'];
  wave: DrawnCandidate['wave'] | undefined;
}): each is DrawnCandidate {
  return each.wave !== undefined;
}

/** Energy left of the budget (J); undefined without one, nothing when what was spent is unknown. */
function leftJ({ economy }: CascadeOptions, drawn: readonly DrawnCandidate[], tiers: readonly TierStep[] = []) {
  if (economy?.maxJ === undefined) return undefined;
  const { energyJ } = spendingOf(drawn, tiers);
  return energyJ === null ? 0 : Math.max(0, economy.maxJ - energyJ);
}

/**
 * Why another wave would be beyond the budget of joules; undefined when it fits. The first wave is priced by what the plan
 * predicts for one, every later one by what this question's samples took.
 */
export function spentReason(
  { cascade, arm }: CascadeQuestion,
  drawn: readonly DrawnCandidate[],
  samples: number,
): string | undefined {
  const maxJ = cascade.economy?.maxJ;
  if (maxJ === undefined) return undefined;
  if (drawn.length === 0) {
    const { waveEnergyJ, predicted } = arm.plan;
    const firstJ = waveEnergyJ ?? predicted.energyJ / predicted.waves;
    if (firstJ <= maxJ) return undefined;
    return `one wave of ${samples} sample(s) is expected to take ${firstJ.toPrecision(2)} J: beyond ${maxJ} J`;
  }
  const { energyJ } = spendingOf(drawn, []);
  if (energyJ === null) return `what was spent is not known, so the budget of ${maxJ} J counts as spent`;
  const nextJ = (energyJ / drawn.length) * samples;
  if (energyJ + nextJ <= maxJ) return undefined;
  return `${energyJ.toPrecision(3)} J are spent and ${samples} more sample(s) would take about ${nextJ.toPrecision(2)} J: beyond ${maxJ} J`;
}

/** The confidence bar learnt from the traces of the first wave that ended by themselves; none from fewer than two. */
export function barOf(
  { cascade, arm }: Pick<CascadeQuestion, 'cascade' | 'arm'>,
  drawn: readonly DrawnCandidate[],
): PruneBelow | undefined {
  const keep = cascade.pruneKeep;
  if (keep === undefined) return undefined;
  const lowest = drawn
    .map(({ candidate }) => candidate)
    .filter(({ sampleIndex, finishReason, tokenIds }) => {
      return sampleIndex < arm.plan.waveSize && finishReason === 'stop' && tokenIds.length >= WINDOW_TOKENS;
    })
    .flatMap(({ lowestWindowLogProbability }) => lowestWindowLogProbability ?? [])
    // Rounding on a device may push a certain window a hair above probability 1.
    .map((value) => Math.min(0, value))
    .filter(Number.isFinite);
  return lowest.length < 2 ? undefined : { window: WINDOW_TOKENS, bar: confidenceBar(lowest, keep) };
}

/** After sampling: dear tiers as far as they pay, the decision, and what can be learnt from the question. */
export async function concludeQuestion(
  options: CascadeQuestion,
  drawn: readonly DrawnCandidate[],
): Promise<{ readonly tiers: readonly TierStep[]; readonly decision: Decision }> {
  const { cascade, question, checks, arm, engine, bundle, meter, sampling, hooks } = options;
  const { knowledge } = cascade;
  const candidates = drawn.map(({ candidate }) => candidate);
  const { energyJ } = spendingOf(drawn, []);
  const tiers = await runDearTiers(
    candidates,
    { selfVerify: cascade.selfVerify ?? false, escalation: cascade.escalation },
    {
      question,
      checks,
      engine,
      bundle,
      plan: arm.plan,
      meter,
      sampling,
      knowledge,
      economy: cascade.economy ?? {},
      leftJ: leftJ(cascade, drawn),
      samplePriceJ: energyJ === null || drawn.length === 0 ? null : energyJ / drawn.length,
      ...(hooks?.signal && { signal: hooks.signal }),
    },
  );
  const judged = withSelfResults(candidates, tiers);
  const asked = tiers.find(({ tier, ran }) => tier === 'escalation' && ran);
  const chosen = decide(judged, arm.selection, cascade.reliability);
  const decision = asked === undefined ? chosen : decisionWithExpert(chosen, judged, asked, knowledge);
  const learning = { knowledge, gold: question.gold, matchesReference: referenceMatcher(checks) };
  learnFromCandidates(judged, learning);
  // One stopped early says nothing of how its vote would have gone on.
  const tally = candidates.length < arm.budget ? undefined : tallyOf(judged, learning);
  if (tally !== undefined) knowledge.questionTallied(tally);
  const judging = truthOf(candidates, learning);
  if (judging?.basis === 'gold') {
    const taught = { candidates: judged, isRight: judging.isRight };
    knowledge.questionJudged(reliabilityOfVotes(taught));
    if (cascade.reliability !== undefined) knowledge.questionJudged(forecastOf(taught, cascade.reliability));
  }
  if (asked !== undefined) {
    const truth = truthOf(candidates, learning);
    const right = asked.answer !== null && truth?.isRight(asked.answer) === true;
    if (truth !== undefined) knowledge.expertJudged(asked.name, right);
  }
  await cascade.onLearnt?.();
  return { tiers, decision };
}
