import { seededRandom } from '@qeil/model';
import { type Calibration, CalibrationBins } from './calibration-bins.js';
import type { RecordedQuestion } from './recorded-question.js';
import { type ReplayRule, voteLocked } from './replay-rules.js';
import { ReplayVote } from './replay-vote.js';

export interface ReplayOptions {
  readonly questions: readonly RecordedQuestion[];
  /** Samples of each question that may be drawn. */
  readonly budget: number;
  /** Samples between looks. */
  readonly waveSize: number;
  /** Random orders every question is replayed in. */
  readonly orders: number;
  readonly seed: number;
  readonly rules: readonly ReplayRule[];
}

/** What a rule gave, means over orders and questions. */
export interface ReplayResult {
  readonly rule: string;
  readonly promise: string;
  /** Share of answers that are right. */
  readonly accuracy: number;
  /** Standard error of the accuracy from the choice of questions. */
  readonly accuracyErrorQuestions: number;
  /** Standard error from the choice of orders. */
  readonly accuracyErrorOrders: number;
  readonly meanSamples: number;
  readonly meanSamplesErrorOrders: number;
  /** Mean cost of a question in the recording's unit; null where it has none. */
  readonly meanCost: number | null;
  /** Share of answers that differ in rightness from the full vote's, on the same order: lost and won. */
  readonly lost: number;
  readonly won: number;
  /** How stated probabilities came true; null for a rule that states none. */
  readonly calibration: Calibration | null;
  /** Share of questions by samples drawn, at index n − 1. */
  readonly drawn: readonly number[];
}

interface Tally {
  readonly byOrder: Float64Array;
  readonly samplesByOrder: Float64Array;
  readonly byQuestion: Float64Array;
  readonly drawn: Float64Array;
  readonly forecasts: CalibrationBins;
  cost: number;
  lost: number;
  won: number;
}

/**
 * Replay rules over recorded samples: each question in `orders` random orders, drawn without replacement, the same orders for all
 * rules. A rule is asked after each wave; everything drawn stops it in any case.
 */
export function replay(options: ReplayOptions): ReplayResult[] {
  const { questions, budget, orders, seed, rules } = options;
  const tallies = rules.map(
    (): Tally => ({
      byOrder: new Float64Array(orders),
      samplesByOrder: new Float64Array(orders),
      byQuestion: new Float64Array(questions.length),
      drawn: new Float64Array(budget),
      forecasts: new CalibrationBins(),
      cost: 0,
      lost: 0,
      won: 0,
    }),
  );
  for (let order = 0; order < orders; order += 1) {
    questions.forEach((question, index) => {
      const samples = shuffled(question.answers.length, seed, index, order).slice(0, budget);
      const ends = replayOne(question, samples, options);
      const whole = rightOf(question, majority(question, samples));
      ends.forEach(({ drawn, chosen, cost, probability }, rule) => {
        const tally = tallies[rule];
        if (tally === undefined) return;
        const right = rightOf(question, chosen);
        tally.byOrder[order] = (tally.byOrder[order] ?? 0) + right;
        tally.byQuestion[index] = (tally.byQuestion[index] ?? 0) + right;
        tally.samplesByOrder[order] = (tally.samplesByOrder[order] ?? 0) + drawn;
        tally.drawn[drawn - 1] = (tally.drawn[drawn - 1] ?? 0) + 1;
        if (probability !== undefined) tally.forecasts.add(probability, right === 1);
        tally.lost += right < whole ? 1 : 0;
        tally.won += right > whole ? 1 : 0;
        tally.cost += cost;
      });
    });
  }
  const costed = questions.every(({ cost }) => cost !== undefined);
  return tallies.map((tally, index) => {
    const rule = rules[index];
    const all = orders * questions.length;
    const byOrder = [...tally.byOrder].map((right) => right / questions.length);
    const samples = [...tally.samplesByOrder].map((drawn) => drawn / questions.length);
    return {
      rule: rule?.name ?? '',
      promise: rule?.promise ?? '',
      accuracy: mean(byOrder),
      accuracyErrorQuestions: standardError([...tally.byQuestion].map((right) => right / orders)),
      accuracyErrorOrders: standardError(byOrder),
      meanSamples: mean(samples),
      meanSamplesErrorOrders: standardError(samples),
      meanCost: costed ? tally.cost / all : null,
      lost: tally.lost / all,
      won: tally.won / all,
      calibration: tally.forecasts.result(all),
      drawn: [...tally.drawn].map((count) => count / all),
    };
  });
}

interface End {
  readonly drawn: number;
  readonly chosen: number | undefined;
  readonly cost: number;
  readonly probability: number | undefined;
}

function replayOne(question: RecordedQuestion, samples: readonly number[], options: ReplayOptions): End[] {
  const { rules, waveSize } = options;
  const budget = samples.length;
  const ends: (End | undefined)[] = rules.map(() => undefined);
  const vote = new ReplayVote(question, budget);
  let open = rules.length;
  for (const sample of samples) {
    vote.draw(sample);
    const drawn = vote.drawn.length;
    if (drawn < budget && drawn % waveSize !== 0) continue;
    const locked = voteLocked(vote);
    rules.forEach((rule, index) => {
      if (ends[index] !== undefined) return;
      if (drawn < budget && !(locked && rule.lock !== false) && !rule.stops(vote)) return;
      ends[index] = {
        drawn,
        chosen: rule.chosen === undefined ? vote.leaderSample : rule.chosen(vote),
        cost: rule.cost === undefined ? costOf(vote) : rule.cost(vote),
        probability: rule.probability?.(vote),
      };
      open -= 1;
    });
    if (open === 0) break;
  }
  return ends.map((end) => end ?? { drawn: budget, chosen: undefined, cost: 0, probability: undefined });
}

function costOf({ question, drawn }: ReplayVote): number {
  return drawn.reduce((sum, sample) => sum + (question.cost?.[sample] ?? 0), 0);
}

/** Place of the first sample of the plain majority over all samples. */
function majority(question: RecordedQuestion, samples: readonly number[]): number | undefined {
  const counts = new Map<number, { votes: number; sample: number }>();
  let leader: { votes: number; sample: number } | undefined;
  for (const sample of samples) {
    const answer = question.answers[sample] ?? -1;
    if (answer < 0) continue;
    const count = counts.get(answer) ?? { votes: 0, sample };
    count.votes += 1;
    counts.set(answer, count);
  }
  for (const count of counts.values()) if (leader === undefined || count.votes > leader.votes) leader = count;
  return leader?.sample;
}

function rightOf(question: RecordedQuestion, sample: number | undefined): number {
  return sample !== undefined && question.correct[sample] === true ? 1 : 0;
}

/** 0 … n − 1 in a random order (Fisher and Yates). */
function shuffled(length: number, seed: number, question: number, order: number): number[] {
  const random = seededRandom(seed, `question ${question}`, order);
  const places = Array.from({ length }, (_, index) => index);
  for (let index = length - 1; index > 0; index -= 1) {
    const other = random.integer(index + 1);
    const [left = 0, right = 0] = [places[index], places[other]];
    places[index] = right;
    places[other] = left;
  }
  return places;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean; 0 for a single value, of which no spread is known. */
function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
