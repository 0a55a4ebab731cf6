import { neededSamplesDistribution } from '@qeil/model';
import type { Candidate } from '../cascade/candidate.js';
import type { Reliability } from '../cascade/reliability/reliability.js';
import type { StoppingRule, StoppingRuleName } from '../cascade/stopping-rule.js';
import { stoppingRule } from '../cascade/stopping-rules.js';
import type { Selection } from '../cascade/votes.js';
import { QeilError } from '../errors/qeil-error.js';
import type { QuestionOutcome } from '../evaluation/outcome.js';
import type { TaskProfile } from './task-profile.js';
import type { TaskProfileFile } from './task-profile-file.js';

export interface LearnTaskProfileOptions {
  readonly rule: StoppingRuleName;
  readonly selection: Selection;
  readonly budget: number;
  readonly confidence?: number;
  readonly reliability?: Reliability;
}

/** A profile learnt from real runs. */
export interface LearntTaskProfile extends TaskProfile {
  readonly source: 'learnt';
  readonly questions: number;
}

/**
 * Learn a task profile from runs that drew the whole budget: the lengths of all their samples, and, by replaying the rule (with
 * `lock`) sample by sample in the order drawn, how often it stops after 1, 2, … k.
 *
 * @throws {QeilError} `usage` when no outcome holds `budget` candidates; shorter ones would bias both distributions
 */
export function learnTaskProfile(
  outcomes: readonly QuestionOutcome[],
  options: LearnTaskProfileOptions,
): LearntTaskProfile {
  const { rule, selection, budget, confidence, reliability } = options;
  const whole = outcomes.filter(({ error, candidates }) => error === undefined && candidates.length >= budget);
  if (whole.length === 0) {
    throw new QeilError(`learnTaskProfile: none of ${outcomes.length} outcome(s) holds ${budget} candidates`, {
      kind: 'usage',
      remedy: 'learn from a run with the rule "none" and at least that budget',
    });
  }
  const rules = (rule === 'lock' || rule === 'none' ? [rule] : (['lock', rule] as const)).map((name) =>
    stoppingRule(name, {
      selection,
      ...(confidence !== undefined && { confidence }),
      ...(reliability !== undefined && { reliability }),
    }),
  );
  const needed = whole.map(({ candidates }) => neededSamples(candidates, rules, budget));
  const promptTokens = whole.reduce((sum, outcome) => sum + outcome.promptTokens, 0) / whole.length;
  return {
    promptTokens: Math.max(1, Math.round(promptTokens)),
    sampleLengths: whole.flatMap(({ candidates }) => candidates.map(({ tokenIds }) => Math.max(1, tokenIds.length))),
    neededSamples: neededSamplesDistribution(needed, budget),
    rule,
    selection,
    source: 'learnt',
    detail: `learnt from ${whole.length} questions drawn in full`,
    questions: whole.length,
  };
}

/** Profiles in the form of `qeil-profile.json`, to be shipped with a model. */
export function taskProfileFile(profiles: readonly LearntTaskProfile[], detail: string): TaskProfileFile {
  return {
    schema: 'qeil.task-profile/1',
    detail,
    profiles: profiles.map(({ rule, selection, questions, promptTokens, sampleLengths, neededSamples }) => ({
      rule,
      selection,
      budget: neededSamples.length,
      questions,
      promptTokens,
      sampleLengths: histogram(sampleLengths),
      neededSamples: [...neededSamples],
    })),
  };
}

/** Samples drawn until a rule stops, looked at after every one; the budget when none does. */
function neededSamples(candidates: readonly Candidate[], rules: readonly StoppingRule[], budget: number): number {
  for (let drawn = 1; drawn < budget; drawn += 1) {
    const state = { candidates: candidates.slice(0, drawn), budget };
    if (rules.some((rule) => rule.stopReason(state) !== undefined)) return drawn;
  }
  return budget;
}

function histogram(lengths: readonly number[]): { tokens: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const tokens of lengths) counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
  return [...counts].map(([tokens, count]) => ({ tokens, count })).sort((left, right) => left.tokens - right.tokens);
}
