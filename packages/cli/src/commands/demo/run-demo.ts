import { join, resolve } from 'node:path';
import type { EvaluationArm } from '@qeil/runtime';
import type { CliContext } from '../../command/context.js';
import { placementText } from '../../format/plan-text.js';
import { seconds } from '../../format/quantity.js';
import { talkTo } from '../../progress/talk.js';
import { makeDirectory } from '../../report/make-directory.js';
import { dryRun } from '../../session/dry-run.js';
import { evaluate } from '../../session/evaluate.js';
import { finishRun } from '../../session/finish-run.js';
import { loadBundle, withSession } from '../../session/open-session.js';
import { outputDirectory } from '../../session/output-directory.js';
import { meanPromptTokens, planForTask, spread } from '../../session/plan-for-task.js';
import type { SessionPlan } from '../../session/plan-session.js';
import { pinnedPlan, recordedReliability } from '../../session/recorded-run.js';
import { BLOCK_QUESTIONS } from '../../session/run-arms.js';
import { samplingFor } from '../../session/sampling.js';
import { sessionOptions } from '../../session/session-options.js';
import { requireWorth, votePrior } from '../../session/vote-prior.js';
import type { DemoValues } from './demo-command.js';

/** Three ways without early stopping and with a plain vote, and ours. */
function demoArms(planned: SessionPlan['planned'], budget: number, rule: EvaluationArm['rule']): EvaluationArm[] {
  const { standard, standardBatched, greedyV1 } = planned.baselines;
  const plain = { budget, rule: 'none', selection: 'majority' } as const;
  return [
    { name: 'standard', plan: standard, ...plain },
    { name: 'standard-batched', plan: standardBatched, ...plain },
    { name: 'v1-greedy', plan: greedyV1, ...plain },
    { name: 'v2', plan: planned.chosen, budget, rule, selection: 'arde' },
  ];
}

function remarksOf(plan: SessionPlan, values: DemoValues, asked: number, all: number): string[] {
  const { chosen, profile, elapsedS } = plan.record;
  return [
    `${asked} of ${all} questions, spread evenly over the file; the same questions, seed and sample budget for every arm.`,
    `Arms take turns in blocks of ${BLOCK_QUESTIONS} questions in rotating order, each turn after an untimed warm-up wave.`,
    `standard: samples one after another, the prompt prefilled for each. standard batched: all ${values.samples} samples in one ` +
      `batch. v1 greedy: prefill on the device with the highest rate, decode on the one with the lowest energy per byte. All three ` +
      `draw the whole budget and take a majority vote. v2: planned, stopped by ${values.rule}, answer chosen by arde.`,
    `v2 runs ${placementText(chosen)} in waves of ${chosen.waveSize}. It was planned in ${seconds(elapsedS)}, ${profile.detail}; ` +
      'calibration, pilot and planning are not in the table.',
  ];
}

/** What `npm start` runs: measure, plan, answer the shipped questions in four ways, compare. */
export async function runDemo(context: CliContext, values: DemoValues): Promise<number> {
  const startedMs = context.now();
  const talk = talkTo(context, values.quiet);
  const options = sessionOptions(values);
  const { seed, samples: budget, rule, limit } = values;
  const directory = outputDirectory(context, 'demo', values);
  const services = await context.loadServices();
  const path =
    values.data === undefined
      ? join((await loadBundle(services, context, options)).directory, 'data', 'test.jsonl')
      : resolve(context.workingDirectory, values.data);
  const { questions: all, digest } = await services.loadQuestions(path);
  const questions = spread(all, limit);
  if (values['dry-run']) {
    const steps = [
      `plan for up to ${budget} samples per question`,
      `answer ${questions.length} of ${all.length} questions of ${path} four times: standard, standard batched, v1 greedy, v2`,
      `write ledger.jsonl, run.json, report.md, report.html and plots to ${directory}`,
    ];
    return dryRun(context, talk, { ...options, command: 'qeil demo', output: values.output, steps });
  }
  await makeDirectory(directory);
  const recorded = values.resume ? await services.readRecordedProvenance(directory) : undefined;
  const record = await withSession(context, talk, options, async (session) => {
    const sampling = samplingFor(session.bundle, values);
    const plan = await planForTask(context, session, talk, {
      promptTokens: meanPromptTokens(session, questions),
      spare: all.filter((question) => !questions.includes(question)),
      budget,
      rule,
      selection: 'arde',
      seed,
      sampling,
      objective: 'knee',
    });
    requireWorth(values, session.meter);
    const prior = await votePrior(services, session.bundle, []);
    talk(`plan: ${placementText(plan.record.chosen)}, waves of ${plan.record.chosen.waveSize}`);
    // The shipped one alone: the table must not depend on what ran here before.
    const reliability =
      recorded === undefined
        ? await services.reliabilityOf(session.bundle, services.NO_RELIABILITY)
        : recordedReliability(session, recorded);
    const body = await evaluate(context, session, {
      plan,
      arms: demoArms(plan.planned, budget, rule).map((arm) => ({
        ...arm,
        plan: pinnedPlan(session, plan, arm.name, arm.plan, recorded),
      })),
      questions,
      dataSet: { path, digest },
      seed,
      sampling,
      startedMs,
      directory,
      resume: values.resume,
      quiet: values.quiet,
      cascade: {
        alpha: values.alpha,
        economy: { valueJ: values['joules-per-answer'] },
        prior: prior.tallies,
        ...(reliability === undefined ? {} : { reliability }),
      },
      remarks: [...remarksOf(plan, values, questions.length, all.length), ...(rule === 'value' ? [prior.detail] : [])],
    });
    return { schema: 'qeil.demo/1' as const, ...body };
  });
  return finishRun(context, record, directory, values.output);
}
