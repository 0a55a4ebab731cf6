import {
  anytimeRule,
  bayesRule,
  fullVote,
  lockRule,
  type RecordedQuestion,
  type ReplayResult,
  type ReplayRule,
  replay,
  replayChain,
  talliesOf,
  valueRule,
  verifiedRule,
  withProbability,
} from '@qeil/runtime';
import { cisc, deepConf } from './confidence-peers.js';
import { PEERS } from './peers.js';
import { FILES, type FileName, readConfidence, readData } from './read-data.js';

/** The one file the prior of `value` is learnt from, and what a right answer is worth to it in samples, for all files alike. */
export const PRIOR_FILE: FileName = 'gradeschool_mini_dev_k16';
export const WORTH_SAMPLES = 500;
/** Most points of accuracy that may be lost where "the same accuracy" is claimed. */
const SAME_POINTS = 0.3;
const LEAST_SAVING = 0.15;
/** Rules that promise the accuracy of the full vote, or of their model of it. */
const PROMISING: readonly string[] = ['lock', 'anytime', 'bayes', 'value'];

export interface JudgedRule extends Omit<ReplayResult, 'drawn'> {
  readonly accuracyPoints: number;
  readonly samplesSaved: number;
  readonly costSaved: number | null;
  /** Against Adaptive-Consistency, that is `bayes` 0.95 as published, and against our `bayes`, which has `lock`. */
  readonly costSavedAgainstPublishedBayes: number | null;
  readonly costSavedAgainstBayes: number | null;
}

export interface JudgedFile {
  readonly file: string;
  readonly questions: number;
  readonly budget: number;
  /** Where the prior of `value` comes from. */
  readonly prior: string;
  readonly rules: readonly JudgedRule[];
}

export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
  readonly measured: string;
}

export interface SelectionBench {
  readonly schema: 'qeil.bench-selection/1';
  readonly orders: number;
  readonly seed: number;
  readonly worthSamples: number;
  readonly noise: string;
  readonly files: readonly JudgedFile[];
  readonly verdicts: readonly Verdict[];
}

/** Replay all rules and peers over all files. */
export async function judge(orders: number, seed: number): Promise<SelectionBench> {
  const prior = talliesOf((await readData(PRIOR_FILE)).questions);
  const files: JudgedFile[] = [];
  for (const name of FILES) {
    const { questions, samples: budget } = await readData(name);
    const own = name === PRIOR_FILE;
    // Nobody is judged on what it learnt from: of its own file the prior gets every other question, and the rest is judged.
    const judged = own ? questions.filter((_, index) => index % 2 === 0) : questions;
    const tallies = own ? talliesOf(questions.filter((_, index) => index % 2 === 1)) : prior;
    const ours: ReplayRule[] = [
      withProbability(fullVote, replayChain(tallies, budget, 1)),
      lockRule,
      anytimeRule(0.05),
      bayesRule(0.95),
      valueRule({ prior: tallies, budget, waveSize: 1, worth: WORTH_SAMPLES }),
    ];
    const exact = name.startsWith('game24')
      ? [verifiedRule(({ question }, sample) => question.correct[sample] === true, false)]
      : own
        ? [verifiedRule(({ question }, sample) => question.verdicts?.[sample] === 'accept', true)]
        : [];
    const rules = [...ours, ...exact, ...PEERS, ...(own ? confidencePeers() : [])];
    const results = replay({ questions: judged, budget, waveSize: 1, orders, seed, rules });
    files.push({
      file: name,
      questions: judged.length,
      budget,
      prior: own ? 'the other half of the file' : PRIOR_FILE,
      rules: compared(results, judged, budget),
    });
  }
  return {
    schema: 'qeil.bench-selection/1',
    orders,
    seed,
    worthSamples: WORTH_SAMPLES,
    noise:
      'standard errors from the choice of orders and of questions are given per rule; all rules see the same orders',
    files,
    verdicts: verdictsOn(files),
  };
}

function confidencePeers(): ReplayRule[] {
  const confidences = readConfidence('gradeschool_mini_dev_k16');
  const confidenceOf = ({ question }: { readonly question: RecordedQuestion }) => {
    const found = confidences.get(question.id);
    if (found === undefined) throw new RangeError(`no log-probabilities of question ${question.id}`);
    return found;
  };
  return [cisc(confidenceOf, 1), { ...cisc(confidenceOf, 0.1), name: 'cisc 0.1' }, deepConf(confidenceOf, 0.9)];
}

function compared(
  results: readonly ReplayResult[],
  questions: readonly RecordedQuestion[],
  budget: number,
): JudgedRule[] {
  const find = (name: string) => results.find(({ rule }) => rule === name);
  const [full, bayes, published] = [find('none'), find('bayes'), find('adaptive-consistency')];
  const saved = (cost: number | null, base: ReplayResult | undefined) =>
    cost === null || base === undefined || base.meanCost === null ? null : 1 - cost / base.meanCost;
  if (questions.length === 0 || full === undefined) throw new RangeError('nothing was replayed');
  return results.map(({ drawn: _drawn, ...result }) => ({
    ...result,
    accuracyPoints: 100 * (result.accuracy - full.accuracy),
    samplesSaved: 1 - result.meanSamples / budget,
    costSaved: saved(result.meanCost, full),
    costSavedAgainstPublishedBayes: saved(result.meanCost, published),
    costSavedAgainstBayes: saved(result.meanCost, bayes),
  }));
}

export function verdictsOn(files: readonly JudgedFile[]): Verdict[] {
  const values = files.map(({ file, rules }) => {
    const value = rules.find(({ rule }) => rule === 'value');
    const published = rules.find(({ rule }) => rule === 'adaptive-consistency');
    if (value === undefined || published === undefined) throw new RangeError(`${file} lacks value or its peer`);
    const points = 100 * (value.accuracy - published.accuracy);
    return { file, points, against: value.costSavedAgainstPublishedBayes, ours: value.costSavedAgainstBayes };
  });
  const text = (key: 'against' | 'ours') =>
    values
      .map((each) => {
        const saving = each[key];
        return `${each.file}: ${saving === null ? 'unknown' : (100 * saving).toFixed(1)} % (${each.points.toFixed(2)} points)`;
      })
      .join('; ');
  const enough = (key: 'against' | 'ours') =>
    values.every((each) => (each[key] ?? 0) >= LEAST_SAVING && Math.abs(each.points) <= SAME_POINTS);
  const losses = files.flatMap(({ file, rules }) =>
    rules
      .filter(({ rule }) => PROMISING.includes(rule))
      .map(({ rule, accuracyPoints }) => ({ file, rule, accuracyPoints })),
  );
  const worst = losses.reduce((least, each) => (each.accuracyPoints < least.accuracyPoints ? each : least));
  return [
    {
      claim:
        'value saves at least 15 % of the cost of bayes 0.95 as published, within 0.3 points, on questions it did not learn from',
      holds: enough('against'),
      measured: text('against'),
    },
    {
      claim: 'value saves at least 15 % of the cost of our bayes, which stops by lock as well, within 0.3 points',
      holds: enough('ours'),
      measured: text('ours'),
    },
    {
      claim: 'no rule that promises accuracy loses more than 0.3 points against the full vote on any file',
      holds: worst.accuracyPoints >= -SAME_POINTS,
      measured: `worst: ${worst.rule} on ${worst.file}, ${worst.accuracyPoints.toFixed(2)} points`,
    },
  ];
}
