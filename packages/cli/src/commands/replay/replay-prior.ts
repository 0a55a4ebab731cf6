import { join, resolve } from 'node:path';
import { seededRandom, type VoteTally } from '@qeil/model';
import type { RecordedQuestion, Recording } from '@qeil/runtime';
import type { CliContext } from '../../command/context.js';
import { usageError } from '../../errors/usage-error.js';
import { SHIPPED_MODEL } from '../../option/common.js';
import type { Services } from '../../services/services.js';
import type { ReplayValues } from './replay-command.js';

/** What the rule `value` knows beforehand, and the questions that are left to judge it on. */
export interface ReplayPrior {
  readonly tallies: readonly VoteTally[];
  readonly source: string;
  /** Share of right samples of each question, where the prior is a recording. */
  readonly successShares: readonly number[] | undefined;
  readonly judged: readonly RecordedQuestion[];
}

export async function replayPrior(
  context: CliContext,
  services: Services,
  recording: Recording,
  values: ReplayValues,
): Promise<ReplayPrior> {
  const { 'prior-from': from, split, seed } = values;
  if (from !== undefined && split !== undefined) {
    throw usageError('--prior-from and --split both say what value learns from', 'give one of them');
  }
  if (split !== undefined) {
    const random = seededRandom(seed, 'split');
    const drawn = recording.questions.map((question) => ({ question, at: random.uniform() }));
    const order = [...drawn].sort((left, right) => left.at - right.at).map(({ question }) => question);
    const learnt = Math.round(split * order.length);
    if (learnt < 1 || learnt >= order.length) {
      throw usageError(`--split ${split} of ${order.length} question(s) leaves none on one side`, 'qeil replay --help');
    }
    return learntFrom(
      services,
      order.slice(0, learnt),
      `${learnt} of the ${order.length} questions, drawn with seed ${seed}`,
      order.slice(learnt),
    );
  }
  if (from !== undefined) {
    const path = resolve(context.workingDirectory, from);
    return learntFrom(services, (await services.readRecording(path)).questions, from, recording.questions);
  }
  const shipped = await services.shippedTallies(join(context.modelsDirectory, SHIPPED_MODEL));
  if (shipped === undefined) {
    throw usageError(
      `no votes are shipped with ${SHIPPED_MODEL}`,
      'say what value learns from: --prior-from or --split',
    );
  }
  return {
    tallies: shipped.tallies,
    source: `shipped with ${SHIPPED_MODEL}: ${shipped.detail}`,
    successShares: undefined,
    judged: recording.questions,
  };
}

function learntFrom(
  services: Services,
  questions: readonly RecordedQuestion[],
  source: string,
  judged: readonly RecordedQuestion[],
): ReplayPrior {
  const successShares = questions.map(({ correct }) => correct.filter(Boolean).length / correct.length);
  return { tallies: services.talliesOf(questions), source, successShares, judged };
}
