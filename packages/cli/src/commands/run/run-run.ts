import { resolve } from 'node:path';
import type { Candidate, CascadeOptions, Check, ExecutablePlan, QuestionOutcome } from '@qeil/runtime';
import { EXIT_CODES, QeilError } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { usageError } from '../../errors/usage-error.js';
import { printView } from '../../output/print-view.js';
import { sanitise } from '../../output/sanitise.js';
import { talkTo } from '../../progress/talk.js';
import type { SingleRunRecord } from '../../schemas/run-record.js';
import { checksFor, ruleOptions, withCascade } from '../../session/cascade.js';
import { compareStages } from '../../session/compare-stages.js';
import { type Session, withSession } from '../../session/open-session.js';
import { meanPromptTokens, planForTask } from '../../session/plan-for-task.js';
import { planRecord } from '../../session/plan-records.js';
import { planNamed } from '../../session/plan-session.js';
import { kvRecord, provenanceOf } from '../../session/provenance.js';
import { samplingFor } from '../../session/sampling.js';
import { sessionOptions } from '../../session/session-options.js';
import { verifySessionPlan } from '../../session/verify-session-plan.js';
import { warmUp } from '../../session/warm-up.js';
import { watchStages } from '../../session/watch-stages.js';
import type { RunValues } from './run-command.js';
import { singleRunView } from './run-view.js';

/** Enough of the prompt to touch weights and kernels before anything is timed. */
const WARM_UP_PROMPT_TOKENS = 16;

function sampleRecord(candidate: Candidate): SingleRunRecord['samples'][number] {
  const { sampleIndex, seed, text, tokenIds, finishReason, logProbabilities, answer, checks, energyJ, deviceId } =
    candidate;
  const total = logProbabilities.reduce((sum, value) => sum + value, 0);
  const mean = logProbabilities.length === 0 ? Number.NaN : total / logProbabilities.length;
  return {
    sampleIndex,
    seed,
    text,
    tokens: tokenIds.length,
    finishReason,
    meanLogProbability: Number.isFinite(mean) ? mean : null,
    answer: answer ?? null,
    checks: checks.map(({ check, verdict, detail }) => ({ check, verdict, detail })),
    energyJ,
    deviceId,
  };
}

/** Writes the first sample to stdout as it comes, made harmless where a terminal would obey it. */
function firstSampleWriter(context: CliContext) {
  return (event: { readonly sampleIndex: number; readonly text: string }) => {
    if (event.sampleIndex !== 0) return;
    context.stdout.write(context.stdout.isTTY === true ? sanitise(event.text) : event.text);
  };
}

async function answer(
  context: CliContext,
  session: Session,
  values: RunValues,
  prompt: string,
  plan: ExecutablePlan,
  judged: { readonly checks: readonly Check[]; readonly cascade: CascadeOptions },
): Promise<QuestionOutcome> {
  const { services, engine, meter, bundle } = session;
  const { samples: budget, rule, selection, seed } = values;
  const outcome = await services.answerQuestion({
    question: { id: 'prompt', question: prompt },
    arm: { name: plan.name, plan, budget, rule, selection },
    engine,
    meter,
    bundle,
    seed,
    ...judged,
    sampling: samplingFor(bundle, values),
    hooks: {
      signal: context.signal,
      ...(values.output === 'table' ? { onToken: firstSampleWriter(context) } : {}),
    },
  });
  if (values.output === 'table') context.stdout.write('\n\n');
  const { error } = outcome;
  if (error === undefined) return outcome;
  throw new QeilError(error.message, {
    kind: error.kind,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}

export async function runRun(context: CliContext, values: RunValues, prompt: string): Promise<number> {
  const startedMs = context.now();
  const talk = talkTo(context, values.quiet);
  if (prompt.trim() === '') throw usageError('the prompt is empty', 'qeil run "your question"');
  const { samples: budget, rule, selection, seed } = values;
  const planFile =
    typeof values.plan === 'string'
      ? undefined
      : await (await context.loadServices()).readPlanFile(resolve(context.workingDirectory, values.plan.file));
  const options = { ...sessionOptions(values), ...(planFile === undefined ? {} : { planFile }) };
  const record = await withSession(context, talk, options, async (session): Promise<SingleRunRecord> => {
    const checks = checksFor(session.services, context, values);
    const sampling = samplingFor(session.bundle, values);
    const promptTokens = meanPromptTokens(session, [{ id: 'prompt', question: prompt }]);
    const task = {
      promptTokens,
      spare: [],
      budget,
      rule,
      selection,
      seed,
      sampling,
      objective: 'knee',
      ...(values['max-joules'] === undefined ? {} : { mostWaveJ: values['max-joules'] }),
    } as const;
    const plan = await planForTask(context, session, talk, task);
    const chosen =
      planFile !== undefined && session.services.isWrittenPlan(planFile)
        ? session.services.planOfFile(planFile, session.machine, plan.planned.problem)
        : planNamed(plan.planned, typeof values.plan === 'string' ? values.plan : 'v2');
    // Calibration ran the whole model at every point of every device; those processes go, and the plan's are ready when timing begins.
    await session.engine.keepOnly([chosen]);
    const arm = { name: chosen.name, plan: chosen, budget, rule, selection };
    await warmUp(session, arm, { id: 'prompt', question: prompt }, sampling, context.signal, WARM_UP_PROMPT_TOKENS);
    const known = {
      task: 'prompts',
      run: `seed ${seed}: ${prompt}`,
      resume: false,
      plan: chosen,
      checks,
    };
    return withCascade(context, session, talk, values, known, async (cascade) => {
      const verification = values.verify
        ? await verifySessionPlan(session, chosen, {
            prompt,
            maxNewTokens: sampling.maxNewTokens,
            signal: context.signal,
          })
        : null;
      const watch = watchStages(session.engine);
      const watched = { ...session, engine: watch.engine };
      const outcome = await answer(context, watched, values, prompt, chosen, { checks, cascade: cascade.options });
      const execution = await compareStages(session, talk, {
        plan: chosen,
        measured: watch.stages(),
        promptTokens: outcome.promptTokens,
        sampleLengths: outcome.candidates.map(({ tokenIds }) => tokenIds.length),
        replan: async (taught) => (await planForTask(context, taught, talk, task)).planned.chosen,
      });
      const { decision } = outcome;
      return {
        schema: 'qeil.run/1',
        provenance: provenanceOf(context, session, { startedMs, seed, sampling, dataSet: null }),
        prompt,
        answer: decision.answer ?? null,
        probability: decision.probability,
        decision: { reason: decision.reason, tie: decision.tie, ranking: [...decision.ranking] },
        rule,
        promise: session.services.stoppingRule(rule, ruleOptions(selection, cascade.options)).promise,
        stoppedBy: outcome.stoppedBy,
        stopReason: outcome.stopReason,
        plan: planRecord(chosen),
        planning: plan.record,
        kv: kvRecord(session),
        execution,
        verification,
        budget,
        samples: outcome.candidates.map(sampleRecord),
        tiers: outcome.tiers.map(({ energySource: _source, energyDetail: _detail, text: _text, ...step }) => step),
        cascade: cascade.record(),
        promptTokens: outcome.promptTokens,
        waves: outcome.waves,
        energyJ: outcome.energyJ,
        energySource: outcome.energySource,
        energyDetail: outcome.energyDetail,
        wallS: outcome.wallS,
        restarts: outcome.restarts,
      };
    });
  });
  printView(context, singleRunView(record), values.output);
  return EXIT_CODES.done;
}
