import { basename } from 'node:path';
import type { CascadeOptions, Check, EvaluationArm, Question, SamplingOptions } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import { compareArms, energyStatement } from '../format/comparison.js';
import type { RunRecord } from '../schemas/eval-record.js';
import type { Session } from './open-session.js';
import type { SessionPlan } from './plan-session.js';
import { kvRecord, provenanceOf } from './provenance.js';
import { armCalibration, questionRecord } from './question-records.js';
import { rooflineRecord } from './roofline.js';
import { runArms } from './run-arms.js';
import { teachPlanner } from './teach-planner.js';

export interface EvaluateOptions {
  readonly plan: SessionPlan;
  readonly arms: readonly EvaluationArm[];
  readonly questions: readonly Question[];
  readonly dataSet: { readonly path: string; readonly digest: string };
  readonly seed: number;
  readonly sampling: SamplingOptions;
  readonly startedMs: number;
  readonly directory: string;
  readonly resume: boolean;
  readonly quiet: boolean;
  readonly remarks: readonly string[];
  /** Default: those for worked problems. */
  readonly checks?: readonly Check[];
  readonly cascade?: CascadeOptions;
}

type RecordBody = Omit<RunRecord, 'schema'>;

/** Run arms over questions with a ledger in `directory`, and gather everything a report needs. */
export async function evaluate(context: CliContext, session: Session, options: EvaluateOptions): Promise<RecordBody> {
  const { services, bundle, machine, meter } = session;
  const { arms, questions, seed, sampling, directory, dataSet, checks = services.defaultChecks, cascade } = options;
  const judged = { checks, ...(cascade && { cascade }) };
  const provenance = provenanceOf(context, session, {
    startedMs: options.startedMs,
    seed,
    sampling,
    dataSet: { ...dataSet, questions: questions.length },
  });
  const { qeil, node, onnxruntime } = provenance.versions;
  const ledger = await services.openLedger({
    directory,
    resume: options.resume,
    provenance: services.runProvenance({
      versions: { qeil, node, onnxruntime: onnxruntime ?? 'unknown' },
      bundle,
      dataSetDigest: dataSet.digest,
      seed,
      arms,
      ...judged,
      sampling,
      machine,
      meter,
    }),
  });
  try {
    const run = await runArms(context, session, {
      arms,
      questions,
      seed,
      sampling,
      ledger,
      quiet: options.quiet,
      ...judged,
    });
    const [base] = run.results;
    const last = run.results.at(-1);
    const { missing } = session.selection;
    const [arm] = arms;
    const [outcomes] = run.outcomes;
    // A question that ended before its budget, by a fault or a limit, would bias what is learnt.
    const whole = outcomes?.filter(({ error, candidates }) => error === undefined && candidates.length === arm?.budget);
    if (arms.length === 1 && arm?.rule === 'none' && whole !== undefined && whole.length > 0) {
      const detail = `${whole.length} questions of ${basename(dataSet.path)}, ${bundle.name} ${bundle.weightFormat}, temperature ${sampling.temperature}, seed ${seed}`;
      await teachPlanner(
        services,
        whole,
        { budget: arm.budget, detail, checks, weightFormat: bundle.weightFormat },
        directory,
      );
    }
    const told = run.results.map(({ arm: name, rule }, index) =>
      (run.outcomes[index] ?? []).map((outcome) => ({ ...questionRecord(outcome, rule), arm: name })),
    );
    return {
      provenance,
      planning: options.plan.record,
      arms: run.results.map((result) => ({ ...result, stopReasons: { ...result.stopReasons } })),
      questions: told.flat(),
      calibration: run.results.flatMap(({ arm: name }, index) => armCalibration(name, told[index] ?? []) ?? []),
      activity: [...run.activity],
      kv: kvRecord(session),
      comparisons: base === undefined || last === undefined || base === last ? [] : [compareArms(last, base)],
      energyStatement: energyStatement(run.results),
      roofline: rooflineRecord(session.calibration, options.plan.planned.problem),
      remarks: [
        ...options.remarks,
        ...(missing.length === 0 ? [] : [`Requested and not here: ${missing.join(', ')}.`]),
      ],
      faults: session.faults,
      complete: run.complete,
      outputDirectory: directory,
    };
  } finally {
    await ledger.close();
  }
}
