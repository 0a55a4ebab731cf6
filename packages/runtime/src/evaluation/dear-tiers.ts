import type { Candidate } from '../cascade/candidate.js';
import type { Check } from '../cascade/check.js';
import type { CascadeKnowledge } from '../cascade/knowledge/cascade-knowledge.js';
import type { Economy } from '../cascade/run-checks.js';
import type { Question } from '../data-set/question.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { SamplingOptions } from '../engine/sampling-options.js';
import type { Engine } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import type { ExecutablePlan } from '../planning/executable-plan.js';
import type { Escalation } from './cascade-options.js';
import { escalate } from './escalate.js';
import { QUESTION_FAULTS } from './question-faults.js';
import { selfVerify, withSelfResults } from './self-verify.js';
import { NOT_RUN, type TierStep } from './tier-step.js';

/** What the dear tiers work with for one question. */
export interface TierContext {
  readonly question: Question;
  readonly checks: readonly Check[];
  readonly engine: Engine;
  readonly bundle: ModelBundle;
  readonly plan: ExecutablePlan;
  readonly meter: EnergyMeter;
  readonly sampling: SamplingOptions;
  readonly knowledge: CascadeKnowledge;
  readonly economy: Economy;
  /** Energy left under the budget (J). */
  readonly leftJ: number | undefined;
  /** Mean energy of the question's samples (J); null when unknown. */
  readonly samplePriceJ: number | null;
  readonly signal?: AbortSignal;
}

/** After sampling: verification by the same model, then a larger one, each only as far as it pays. */
export async function runDearTiers(
  candidates: readonly Candidate[],
  wanted: { readonly selfVerify: boolean; readonly escalation: Escalation | undefined },
  context: TierContext,
): Promise<TierStep[]> {
  const steps: TierStep[] = [];
  if (wanted.selfVerify) steps.push(...(await orExcused('self', () => selfVerify(candidates, context))));
  const { escalation } = wanted;
  if (escalation === undefined) return steps;
  const spentJ = steps.reduce((sum, { energyJ }) => sum + (energyJ ?? 0), 0);
  const rest = { ...context, leftJ: context.leftJ === undefined ? undefined : Math.max(0, context.leftJ - spentJ) };
  const judged = withSelfResults(candidates, steps);
  steps.push(...(await orExcused('escalation', async () => [await escalate(judged, escalation, rest)])));
  return steps;
}

/** A tier that fails leaves the question with what it has; the fault is kept in the step. */
async function orExcused(tier: TierStep['tier'], run: () => Promise<TierStep[]>): Promise<TierStep[]> {
  try {
    return await run();
  } catch (error) {
    if (!QeilError.isInstance(error) || !QUESTION_FAULTS.has(error.kind)) throw error;
    return [{ ...NOT_RUN, tier, name: tier, gain: 0, priceJ: null, why: `failed: ${error.message}` }];
  }
}
