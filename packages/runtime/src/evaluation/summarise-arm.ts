import { intelligencePerWatt, joulesPerCorrectAnswer, wilsonInterval } from '@qeil/model';
import type { Check } from '../cascade/check.js';
import { referenceMatcher } from '../cascade/judge-sample.js';
import { mergeEnergy } from '../energy/merge-sources.js';
import type { EvaluationArm } from './arm.js';
import type { QuestionOutcome } from './outcome.js';
import type { ArmResult, Share } from './result.js';

/**
 * Sum up an arm. Costs are means over the answered questions; accuracy counts failed questions as wrong.
 *
 * @param asked - questions the run was asked for, finished or not
 * @param checks - of the run: they say when an answer counts as the reference
 */
export function summariseArm(
  arm: EvaluationArm,
  outcomes: readonly QuestionOutcome[],
  asked: number,
  checks: readonly Check[] = [],
): ArmResult {
  const isCovered = coverageUnder(checks);
  const answered = outcomes.filter(({ error }) => error === undefined);
  const judged = outcomes.filter(({ gold }) => gold !== null);
  const correct = judged.filter(({ correct }) => correct === true).length;
  const accuracy = shareOf(correct, judged.length);
  const wallS = sum(answered, (outcome) => outcome.wallS);
  const { energyJ, source, detail } = mergeEnergy(answered);
  const meanPowerW = energyJ === null || wallS <= 0 ? null : energyJ / wallS;
  const perQuestion = (total: number) => (answered.length === 0 ? null : total / answered.length);
  const failed = outcomes.length - answered.length;
  return {
    arm: arm.name,
    questions: outcomes.length,
    failed,
    unfinished: asked - outcomes.length,
    budget: arm.budget,
    rule: arm.rule,
    selection: arm.selection,
    accuracy,
    coverage: shareOf(judged.filter(isCovered).length, judged.length),
    samplesPerQuestion: perQuestion(sum(answered, ({ candidates }) => candidates.length)),
    tokensPerQuestion: perQuestion(
      sum(answered, ({ candidates }) => sum(candidates, ({ tokenIds }) => tokenIds.length)),
    ),
    wallS,
    secondsPerQuestion: perQuestion(wallS),
    plannedSecondsPerQuestion: arm.plan.predicted.latencyS,
    plannedEnergyJPerQuestion: arm.plan.predicted.energyJ,
    energyJ,
    energyJPerQuestion: energyJ === null ? null : perQuestion(energyJ),
    energySource: source,
    energyDetail: failed === 0 ? detail : `${detail}; ${failed} failed question(s) left out`,
    meanPowerW,
    ipw:
      accuracy === null || meanPowerW === null || meanPowerW <= 0
        ? null
        : intelligencePerWatt(100 * accuracy.value, meanPowerW),
    joulesPerCorrect: energyJ === null ? null : joulesPerCorrectAnswer(energyJ, correct),
    restarts: sum(outcomes, ({ restarts }) => restarts),
    stopReasons: countBy(outcomes.map(({ stoppedBy }) => stoppedBy)),
  };
}

function coverageUnder(checks: readonly Check[]): (outcome: QuestionOutcome) => boolean {
  const matches = referenceMatcher(checks);
  return ({ gold, candidates }) =>
    gold !== null && candidates.some(({ answer }) => answer !== undefined && matches(answer, gold));
}

function shareOf(successes: number, n: number): Share | null {
  return n === 0 ? null : { value: successes / n, n, ...wilsonInterval(successes, n) };
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
