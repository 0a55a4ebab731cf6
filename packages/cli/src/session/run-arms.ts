import type {
  ArmResult,
  CascadeOptions,
  Check,
  EvaluationArm,
  Ledger,
  Question,
  QuestionOutcome,
  SamplingOptions,
} from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import { startProgress } from '../progress/progress.js';
import { cancelledError, isCancelled } from './cancelled.js';
import type { Session } from './open-session.js';
import { warmUp } from './warm-up.js';
import { type ArmActivity, watchActivity } from './watch-activity.js';

/** Questions an arm answers before the next arm takes its turn: few, so that a busy minute of the machine meets all arms. */
export const BLOCK_QUESTIONS = 2;

export interface ArmsRun {
  readonly results: readonly ArmResult[];
  /** By arm, in the order of the arms; only questions that every arm finished. */
  readonly outcomes: readonly (readonly QuestionOutcome[])[];
  readonly complete: boolean;
  /** What devices did for each arm, warm-up left out; of a resumed run only what was done now. */
  readonly activity: readonly ArmActivity[];
}

interface ArmsOptions {
  readonly arms: readonly EvaluationArm[];
  readonly questions: readonly Question[];
  readonly seed: number;
  readonly sampling: SamplingOptions;
  readonly ledger: Ledger;
  readonly checks: readonly Check[];
  readonly cascade?: CascadeOptions;
  readonly quiet: boolean;
}

interface Turn {
  readonly arm: EvaluationArm;
  readonly questions: readonly Question[];
}

/**
 * Arms take turns in blocks of questions, and the order rotates from block to block: drift of the machine (heat, other programs)
 * meets all arms alike, and none always goes first. One arm alone gets one block.
 */
export function turnsOf(arms: readonly EvaluationArm[], questions: readonly Question[]): Turn[] {
  const size = arms.length === 1 ? Math.max(1, questions.length) : BLOCK_QUESTIONS;
  const turns: Turn[] = [];
  for (let from = 0, round = 0; from < questions.length; from += size, round += 1) {
    const block = questions.slice(from, from + size);
    for (let index = 0; index < arms.length; index += 1) {
      const arm = arms[(index + round) % arms.length];
      if (arm !== undefined) turns.push({ arm, questions: block });
    }
  }
  return turns;
}

function isNew(turn: Turn, ledger: Ledger): boolean {
  return turn.questions.some((question) => ledger.finished(turn.arm.name, question.id) === undefined);
}

/**
 * Answer the same questions under every arm. After Ctrl-C the result covers what every arm finished.
 * @throws {QeilError} `cancelled` when no question was finished by every arm; `save-failed`; faults that end a run
 */
export async function runArms(context: CliContext, session: Session, options: ArmsOptions): Promise<ArmsRun> {
  const { services, meter, bundle } = session;
  const watch = watchActivity(session.engine);
  const { engine } = watch;
  const { arms, questions, seed, sampling, ledger, checks, cascade } = options;
  const { signal } = context;
  const outcomes = new Map<string, QuestionOutcome[]>(arms.map((arm) => [arm.name, []]));
  await session.engine.keepOnly(arms.map(({ plan }) => plan));
  const progress = await startProgress(context, 'questions', arms.length * questions.length, options.quiet);
  let done = 0;
  let energyJ: number | null = 0;
  try {
    for (const turn of turnsOf(arms, questions)) {
      if (signal.aborted) break;
      const [first] = turn.questions;
      if (first !== undefined && isNew(turn, ledger)) await warmUp(session, turn.arm, first, sampling, signal);
      const before = { done, energyJ };
      const run = await services.runArm({
        ...turn,
        engine,
        meter,
        bundle,
        seed,
        checks,
        ...(cascade && { cascade }),
        sampling,
        ledger,
        signal,
        onProgress: (state) => {
          done = before.done + state.done;
          energyJ = before.energyJ === null || state.energyJ === null ? null : before.energyJ + state.energyJ;
          progress.update({ done, energyJ, meanPowerW: state.meanPowerW });
        },
      });
      watch.assign(turn.arm.name);
      outcomes.get(turn.arm.name)?.push(...run.questions);
    }
  } catch (error) {
    // A warm-up given up on request is no fault; what was finished before it is reported.
    if (!(signal.aborted && isCancelled(error))) throw error;
  } finally {
    progress.stop();
  }
  return { ...summarise(services.summariseArm, arms, questions, outcomes, checks), activity: watch.activity() };
}

function summarise(
  summariseArm: Session['services']['summariseArm'],
  arms: readonly EvaluationArm[],
  questions: readonly Question[],
  outcomes: ReadonlyMap<string, readonly QuestionOutcome[]>,
  checks: readonly Check[],
): Omit<ArmsRun, 'activity'> {
  const finished = arms.map((arm) => new Set(outcomes.get(arm.name)?.map((outcome) => outcome.questionId)));
  const common = questions.filter((question) => finished.every((ids) => ids.has(question.id)));
  if (common.length === 0) throw cancelledError();
  const ids = new Set(common.map((question) => question.id));
  const kept = arms.map((arm) => (outcomes.get(arm.name) ?? []).filter((outcome) => ids.has(outcome.questionId)));
  return {
    results: arms.map((arm, index) => summariseArm(arm, kept[index] ?? [], questions.length, checks)),
    outcomes: kept,
    complete: common.length === questions.length,
  };
}
