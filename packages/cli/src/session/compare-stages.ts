import type { ExecutablePlan, StageTime } from '@qeil/runtime';
import type { Talk } from '../progress/talk.js';
import type { StagesRecord } from '../schemas/stages.js';
import type { Session } from './open-session.js';
import { planRecord } from './plan-records.js';

export interface ComparisonOptions {
  readonly plan: ExecutablePlan;
  /** What the waves of the plan took. */
  readonly measured: readonly StageTime[];
  readonly promptTokens: number;
  /** Tokens of the samples drawn. */
  readonly sampleLengths: readonly number[];
  /** Plan the same task with another calibration. */
  readonly replan: (session: Session) => Promise<ExecutablePlan>;
}

/**
 * Set what the stages of a plan took beside what was predicted, correct the calibration by it and keep that for the next run; plan
 * again where the prediction was off by more than a quarter.
 */
export async function compareStages(session: Session, talk: Talk, options: ComparisonOptions): Promise<StagesRecord> {
  const { services, machine, calibration, bundle } = session;
  const { plan, measured, promptTokens, sampleLengths, replan } = options;
  const lengths = { promptTokens, sampleLengths };
  const reports = services.stageReports({ machine, calibration, bundle, lengths }, measured);
  const error = services.predictionError(reports);
  const stages = reports.map(({ busyS: measuredS, cpuS: _, ...report }) => ({ ...report, measuredS }));
  if (error === undefined) return { stages, prediction: null };
  const learnt = services.learnTimes(calibration, bundle.digest, reports);
  await session.keepCalibration(learnt);
  if (error.offBy <= services.REPLAN_ABOVE)
    return { stages, prediction: { ...error, replanned: null, samePlan: true } };
  talk(`the prediction was off by ${Math.round(100 * error.offBy)} %; planning again with what was learnt`);
  const replanned = await replan({ ...session, calibration: learnt });
  return {
    stages,
    prediction: { ...error, replanned: planRecord(replanned), samePlan: services.runAlike(plan, replanned) },
  };
}
