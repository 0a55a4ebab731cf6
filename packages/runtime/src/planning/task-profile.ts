import { join } from 'node:path';
import type { StoppingRuleName } from '../cascade/stopping-rule.js';
import type { Selection } from '../cascade/votes.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { readLearntFile } from '../model-bundle/read-learnt-file.js';
import { type TaskProfileEntry, taskProfileFileSchema } from './task-profile-file.js';

/** What the planner needs to know of a task beforehand: how long prompts and samples are, and how many samples a question takes. */
export interface TaskProfile {
  readonly promptTokens: number;
  /** Tokens of samples seen, one entry per sample. */
  readonly sampleLengths: readonly number[];
  /** `neededSamples[n−1]` = P(the rule stops after exactly n samples, looked at one by one); sums to 1, length k. */
  readonly neededSamples: readonly number[];
  readonly rule: StoppingRuleName;
  readonly selection: Selection;
  /** `shipped` with the model, `learnt` from runs here, or `assumed` for want of either. */
  readonly source: 'shipped' | 'learnt' | 'assumed';
  readonly detail: string;
}

export interface TaskProfileOptions {
  readonly rule: StoppingRuleName;
  readonly selection: Selection;
  readonly budget: number;
  /** Prompt length when it is known; else the profile's, else an assumption. */
  readonly promptTokens?: number;
}

export const TASK_PROFILE_FILE = 'qeil-profile.json';

/** Prompt length assumed when nothing is known: a short paragraph. */
const ASSUMED_PROMPT_TOKENS = 96;

/**
 * The task profile shipped in the model's directory as `qeil-profile.json`, else labelled assumptions: every sample as long as
 * allowed, every number of samples equally likely.
 *
 * @throws {QeilError} `model-invalid` when the file is there and broken; `file-unreadable`
 */
export async function taskProfileOf(bundle: ModelBundle, options: TaskProfileOptions): Promise<TaskProfile> {
  const file = await readLearntFile(
    join(bundle.directory, TASK_PROFILE_FILE),
    taskProfileFileSchema,
    'delete the file to plan from assumptions, or learn it anew',
  );
  const entry = closestEntry(file?.profiles ?? [], options);
  return entry === undefined ? assumedProfile(bundle, options) : shippedProfile(entry, options);
}

/**
 * Same rule and selection, and the smallest budget that covers the one asked for. A fixed budget fits any entry. What `value`
 * needs depends on what an answer is worth, so no entry can hold it; `bayes` stands in.
 */
function closestEntry(
  entries: readonly TaskProfileEntry[],
  { rule, selection, budget }: TaskProfileOptions,
): TaskProfileEntry | undefined {
  if (rule === 'none') return entries[0];
  const like = rule === 'value' ? 'bayes' : rule;
  return entries
    .filter((entry) => entry.rule === like && entry.selection === selection && entry.budget >= budget)
    .sort((left, right) => left.budget - right.budget)[0];
}

function shippedProfile(entry: TaskProfileEntry, options: TaskProfileOptions): TaskProfile {
  const { rule, selection, budget } = options;
  const cut =
    rule !== 'none' && entry.budget > budget
      ? `; recorded for ${entry.budget} samples, the rest counted at ${budget}`
      : '';
  const standIn = rule === entry.rule || rule === 'none' ? '' : `; as recorded for the rule ${entry.rule}`;
  return {
    promptTokens: options.promptTokens ?? entry.promptTokens,
    sampleLengths: entry.sampleLengths.flatMap(({ tokens, count }) => new Array<number>(count).fill(tokens)),
    neededSamples: rule === 'none' ? wholeBudget(budget) : cutAt(entry.neededSamples, budget),
    rule,
    selection,
    source: 'shipped',
    detail: `from ${TASK_PROFILE_FILE}: ${entry.questions} questions${cut}${standIn}`,
  };
}

function assumedProfile(bundle: ModelBundle, options: TaskProfileOptions): TaskProfile {
  const { rule, selection, budget } = options;
  const { maxNewTokens } = bundle.defaultSampling;
  const needed = rule === 'none' ? 'the whole budget' : 'every number of samples equally likely';
  return {
    promptTokens:
      options.promptTokens ?? Math.min(ASSUMED_PROMPT_TOKENS, Math.max(1, bundle.maxPositions - maxNewTokens)),
    sampleLengths: [maxNewTokens],
    neededSamples: rule === 'none' ? wholeBudget(budget) : new Array<number>(budget).fill(1 / budget),
    rule,
    selection,
    source: 'assumed',
    detail: `assumed: every sample ${maxNewTokens} tokens long, ${needed}`,
  };
}

function wholeBudget(budget: number): number[] {
  return Array.from({ length: budget }, (_, index) => (index === budget - 1 ? 1 : 0));
}

/** Questions that need more than the budget use it up. Exact for rules that do not look at the budget; `lock` stops no later. */
function cutAt(neededSamples: readonly number[], budget: number): number[] {
  const cut = neededSamples.slice(0, budget);
  const rest = neededSamples.slice(budget).reduce((sum, value) => sum + value, 0);
  cut[budget - 1] = (cut[budget - 1] ?? 0) + rest;
  return cut;
}
