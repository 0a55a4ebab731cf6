import { resolve } from 'node:path';
import type { CliContext } from '../../command/context.js';
import { usageError } from '../../errors/usage-error.js';
import { talkTo } from '../../progress/talk.js';
import { makeDirectory } from '../../report/make-directory.js';
import { checksFor, ruleOptions, withCascade } from '../../session/cascade.js';
import { dryRun } from '../../session/dry-run.js';
import { evaluate } from '../../session/evaluate.js';
import { finishRun } from '../../session/finish-run.js';
import { withSession } from '../../session/open-session.js';
import { outputDirectory } from '../../session/output-directory.js';
import { meanPromptTokens, planForTask } from '../../session/plan-for-task.js';
import { planNamed } from '../../session/plan-session.js';
import { pinnedPlan } from '../../session/recorded-run.js';
import { samplingFor } from '../../session/sampling.js';
import { sessionOptions } from '../../session/session-options.js';
import type { EvalValues } from './eval-command.js';

export async function runEval(context: CliContext, values: EvalValues): Promise<number> {
  const startedMs = context.now();
  const talk = talkTo(context, values.quiet);
  if (values.data === undefined) throw usageError('--data is missing: the file of questions', 'qeil eval --help');
  const path = resolve(context.workingDirectory, values.data);
  const directory = outputDirectory(context, 'eval', values);
  const { limit, seed, samples: budget, rule, selection } = values;
  // Before the machine is measured: a broken data set or an unwritable folder is known at once.
  const services = await context.loadServices();
  const { questions: all, digest } = await services.loadQuestions(path);
  const questions = all.slice(0, limit);
  const checks = checksFor(services, context, values);
  const options = sessionOptions(values);
  if (values['dry-run']) {
    const steps = [
      `answer ${questions.length} questions of ${path} with up to ${budget} samples each, plan ${values.plan}, rule ${rule}`,
      `write ledger.jsonl, run.json, report.md, report.html and plots to ${directory}`,
    ];
    return dryRun(context, talk, { ...options, command: 'qeil eval', output: values.output, steps });
  }
  await makeDirectory(directory);
  const recorded = values.resume ? await services.readRecordedProvenance(directory) : undefined;
  const record = await withSession(context, talk, options, async (session) => {
    const sampling = samplingFor(session.bundle, values);
    const spare = all.slice(questions.length);
    const plan = await planForTask(context, session, talk, {
      promptTokens: meanPromptTokens(session, questions),
      spare,
      budget,
      rule,
      selection,
      seed,
      sampling,
      objective: 'knee',
      ...(values['max-joules'] === undefined ? {} : { mostWaveJ: values['max-joules'] }),
      checks,
    });
    const chosen = pinnedPlan(session, plan, values.plan, planNamed(plan.planned, values.plan), recorded);
    const arm = { name: values.plan, plan: chosen, budget, rule, selection };
    const task = { task: digest, run: `seed ${seed}`, resume: values.resume, recorded, plan: chosen, checks };
    return withCascade(context, session, talk, values, task, async (cascade) => {
      const body = await evaluate(context, session, {
        plan,
        arms: [arm],
        questions,
        dataSet: { path: values.data ?? '', digest },
        seed,
        sampling,
        startedMs,
        directory,
        resume: values.resume,
        quiet: values.quiet,
        checks,
        cascade: cascade.options,
        remarks: [
          `${questions.length} of ${all.length} questions, in file order.`,
          `Rule ${rule}: ${services.stoppingRule(rule, ruleOptions(selection, cascade.options)).promise}.`,
        ],
      });
      return { schema: 'qeil.eval/1' as const, cascade: cascade.record(), ...body };
    });
  });
  return finishRun(context, record, directory, values.output);
}
