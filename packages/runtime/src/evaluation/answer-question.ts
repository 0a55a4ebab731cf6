import type { Check } from '../cascade/check.js';
import type { Decision } from '../cascade/decision.js';
import { referenceMatcher } from '../cascade/judge-sample.js';
import { CascadeKnowledge } from '../cascade/knowledge/cascade-knowledge.js';
import type { StoppingRule } from '../cascade/stopping-rule.js';
import { type StoppingRuleOptions, stoppingRule } from '../cascade/stopping-rules.js';
import type { SamplingWorth } from '../cascade/value-rule.js';
import type { Question } from '../data-set/question.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { SamplingOptions } from '../engine/sampling-options.js';
import type { Engine, TokenEvent, WaveRequest } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import type { EvaluationArm } from './arm.js';
import type { CascadeOptions } from './cascade-options.js';
import { drawWave } from './draw-wave.js';
import type { DrawnCandidate, QuestionOutcome, StoppedBy } from './outcome.js';
import { barOf, type CascadeQuestion, concludeQuestion, judgeWave, spentReason } from './question-cascade.js';
import { QUESTION_FAULTS } from './question-faults.js';
import { withSelfResults } from './self-verify.js';
import { spendingOf } from './spending.js';
import type { TierStep } from './tier-step.js';

export interface AnswerHooks {
  readonly signal?: AbortSignal;
  readonly onToken?: (event: TokenEvent) => void;
  /** After each wave is drawn and saved: all candidates of the question so far. */
  readonly onWave?: (drawn: readonly DrawnCandidate[]) => void;
  /** Keeps a wave before anything is decided on it; a rejection ends the question. */
  readonly saveWave?: (drawn: readonly DrawnCandidate[]) => Promise<void>;
}

export interface AnswerQuestionOptions {
  readonly question: Question;
  readonly arm: EvaluationArm;
  readonly engine: Engine;
  readonly meter: EnergyMeter;
  readonly bundle: ModelBundle;
  readonly seed: number;
  readonly checks: readonly Check[];
  readonly sampling: SamplingOptions;
  /** For the `bayes` rule; default 0.95. */
  readonly confidence?: number;
  /** Candidates drawn by an interrupted run; they are not drawn again. */
  readonly recovered?: readonly DrawnCandidate[];
  readonly hooks?: AnswerHooks;
  readonly cascade?: CascadeOptions;
}

/**
 * Answer one question: draw waves of the plan's size until a rule stops or the budget is drawn, then decide.
 *
 * The last wave is cut to the budget. Rules are asked between the plan's waves only, so that a resumed question stops where an
 * uninterrupted one does. A fault of this question alone is an outcome with `error`, not an exception.
 *
 * @throws {QeilError} `cancelled`, `save-failed`, and faults that concern more than this question
 */
export async function answerQuestion(options: AnswerQuestionOptions): Promise<QuestionOutcome> {
  const { engine, question } = options;
  let outcome: QuestionOutcome;
  try {
    outcome = await sampleAndDecide(options);
  } catch (error) {
    // The fault is what matters; an engine that is going down may not answer this either.
    await engine.endQuestion(question.id).catch(() => undefined);
    throw error;
  }
  await engine.endQuestion(question.id);
  return outcome;
}

async function sampleAndDecide(asked: AnswerQuestionOptions): Promise<QuestionOutcome> {
  // One knowledge for the whole question, also when nobody keeps it.
  const knowledge = asked.cascade?.knowledge ?? new CascadeKnowledge();
  const options: CascadeQuestion = { ...asked, cascade: { ...asked.cascade, knowledge } };
  const { arm, cascade, hooks = {} } = options;
  const rules = rulesOf(arm, {
    ...(options.confidence !== undefined && { confidence: options.confidence }),
    ...(cascade?.alpha !== undefined && { alpha: cascade.alpha }),
    worth: worthOf(options),
    ...(cascade?.reliability !== undefined && { reliability: cascade.reliability }),
  });
  const drawn = [...(options.recovered ?? [])];
  let promptTokens = 0;
  try {
    const promptTokenIds = encodePrompt(options);
    promptTokens = promptTokenIds.length;
    for (let first = 0; first < arm.budget; first += arm.plan.waveSize) {
      const end = Math.min(first + arm.plan.waveSize, arm.budget);
      const missing = indicesOf(first, end).filter(
        (index) => !drawn.some(({ candidate }) => candidate.sampleIndex === index),
      );
      if (missing.length > 0) {
        const spent = spentReason(options, drawn, missing.length);
        if (spent !== undefined) return await finish(options, promptTokens, drawn, 'joules', spent);
        if (hooks.signal?.aborted) throw new QeilError('stopped on request', { kind: 'cancelled' });
        const fresh = await drawWave(waveRequest(options, promptTokenIds, missing, first, drawn), {
          engine: options.engine,
          meter: options.meter,
          checks: options.checks,
          planName: arm.plan.name,
          hooks: {
            ...(hooks.signal && { signal: hooks.signal }),
            ...(hooks.onToken && { onToken: hooks.onToken }),
          },
        });
        const wave = await judgeWave(options, fresh, drawn);
        await hooks.saveWave?.(wave);
        drawn.push(...wave);
        drawn.sort((left, right) => left.candidate.sampleIndex - right.candidate.sampleIndex);
        hooks.onWave?.(drawn);
      }
      const soFar = drawn.filter(({ candidate }) => candidate.sampleIndex < end);
      const candidates = soFar.map(({ candidate }) => candidate);
      for (const rule of rules) {
        const reason = rule.stopReason({ candidates, budget: arm.budget });
        if (reason !== undefined) return await finish(options, promptTokens, soFar, stoppedBy(rule), reason);
      }
    }
    return await finish(options, promptTokens, drawn, 'budget', `all ${arm.budget} samples drawn`);
  } catch (error) {
    if (!QeilError.isInstance(error) || !QUESTION_FAULTS.has(error.kind)) throw error;
    return failedOutcome(options, promptTokens, drawn, error);
  }
}

/** `lock` first: it never costs accuracy. `none` stands for the fixed budget and stops for nothing. */
function rulesOf({ rule, selection }: EvaluationArm, options: StoppingRuleOptions): readonly StoppingRule[] {
  if (rule === 'none') return [];
  const lock = stoppingRule('lock', { ...options, selection });
  return rule === 'lock' ? [lock] : [lock, stoppingRule(rule, { ...options, selection })];
}

/** What the `value` rule weighs; undefined under another one. */
function worthOf({ arm, cascade }: CascadeQuestion): SamplingWorth | undefined {
  if (arm.rule !== 'value') return undefined;
  const valueJ = cascade.economy?.valueJ;
  if (valueJ === undefined) {
    throw new QeilError('the rule "value" does not know what a correct answer is worth', {
      kind: 'usage',
      remedy: 'give --joules-per-answer, or another --rule',
    });
  }
  return { prior: cascade.prior ?? [], valueJ, waveSize: arm.plan.waveSize };
}

function stoppedBy({ name }: StoppingRule): StoppedBy {
  return name === 'none' ? 'budget' : name;
}

function encodePrompt({ bundle, question }: AnswerQuestionOptions): number[] {
  const promptTokenIds = bundle.tokenizer.encodePrompt(question.question);
  if (promptTokenIds.length < bundle.maxPositions) return promptTokenIds;
  throw new QeilError(
    `question ${question.id}: its prompt has ${promptTokenIds.length} tokens, the model takes ${bundle.maxPositions} with the answer`,
    { kind: 'input-invalid', remedy: 'shorten the question or use a model with a longer context' },
  );
}

function waveRequest(
  options: CascadeQuestion,
  promptTokenIds: readonly number[],
  sampleIndices: readonly number[],
  first: number,
  drawn: readonly DrawnCandidate[],
): WaveRequest {
  const { prefill, decode, split, keepPrompt } = options.arm.plan;
  const pruneBelow = first === 0 ? undefined : barOf(options, drawn);
  return {
    questionId: options.question.id,
    promptTokenIds,
    sampleIndices,
    runSeed: options.seed,
    sampling: options.sampling,
    prefill,
    decode,
    ...(split === undefined ? {} : { split }),
    keepPrompt,
    ...(pruneBelow && { pruneBelow }),
  };
}

function indicesOf(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, offset) => first + offset);
}

async function finish(
  options: CascadeQuestion,
  promptTokens: number,
  drawn: readonly DrawnCandidate[],
  stoppedBy: StoppedBy,
  stopReason: string,
): Promise<QuestionOutcome> {
  const concluded = await concludeQuestion(options, drawn);
  return outcomeOf(options, promptTokens, drawn, stoppedBy, stopReason, concluded);
}

function outcomeOf(
  { arm, question, checks }: AnswerQuestionOptions,
  promptTokens: number,
  drawn: readonly DrawnCandidate[],
  stoppedBy: StoppedBy,
  stopReason: string,
  { tiers, decision }: { readonly tiers: readonly TierStep[]; readonly decision: Decision },
): QuestionOutcome {
  const candidates = withSelfResults(
    drawn.map(({ candidate }) => candidate),
    tiers,
  );
  const { gold } = question;
  const { energyJ, source, detail, wallS, restarts } = spendingOf(drawn, tiers);
  return {
    arm: arm.name,
    questionId: question.id,
    gold: gold ?? null,
    promptTokens,
    candidates,
    decision,
    correct:
      gold === undefined ? null : decision.answer !== undefined && referenceMatcher(checks)(decision.answer, gold),
    stoppedBy,
    stopReason,
    waves: Math.ceil(candidates.length / arm.plan.waveSize),
    tiers,
    energyJ,
    energySource: source,
    energyDetail: detail,
    wallS,
    restarts,
  };
}

function failedOutcome(
  options: AnswerQuestionOptions,
  promptTokens: number,
  drawn: readonly DrawnCandidate[],
  { kind, message, remedy }: QeilError,
): QuestionOutcome {
  const decision = {
    answer: undefined,
    reason: `the question failed: ${message}`,
    tie: false,
    probability: null,
    ranking: [],
  };
  return {
    ...outcomeOf(options, promptTokens, drawn, 'failed', message, { tiers: [], decision }),
    correct: options.question.gold === undefined ? null : false,
    energyJ: null,
    error: { kind, message, ...(remedy === undefined ? {} : { remedy }) },
  };
}
