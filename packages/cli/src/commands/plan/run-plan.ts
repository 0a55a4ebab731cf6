import { resolve } from 'node:path';
import type { PlanFile } from '@qeil/runtime';
import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { usageError } from '../../errors/usage-error.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import { writeAtomically } from '../../report/write-atomically.js';
import type { PlanCommandRecord } from '../../schemas/run-record.js';
import { dryRun } from '../../session/dry-run.js';
import { measurePlan } from '../../session/measure-plan.js';
import { type Session, withSession } from '../../session/open-session.js';
import { PILOT_QUESTIONS } from '../../session/pilot.js';
import { rulesOf } from '../../session/placement-rules.js';
import { planForTask } from '../../session/plan-for-task.js';
import { provenanceOf } from '../../session/provenance.js';
import { samplingFor } from '../../session/sampling.js';
import { sessionOptions } from '../../session/session-options.js';
import type { PlanValues } from './plan-command.js';
import { planView } from './plan-view.js';

function boundsOf(values: PlanValues) {
  const { 'max-joules': energyJ, 'max-seconds': latencyS, 'max-watts': powerW } = values;
  return {
    ...(energyJ === undefined ? {} : { energyJ }),
    ...(latencyS === undefined ? {} : { latencyS }),
    ...(powerW === undefined ? {} : { powerW }),
  };
}

function devicesOf({ pieces: _pieces, waveSize: _waveSize, ...rest }: PlanFile): PlanFile {
  return rest;
}

export async function runPlan(context: CliContext, values: PlanValues): Promise<number> {
  const startedMs = context.now();
  const talk = talkTo(context, values.quiet);
  const options = sessionOptions(values);
  const { seed, samples: budget, objective, data, rule, selection, 'prompt-tokens': promptTokens } = values;
  if (values['dry-run']) {
    const pilot = `draw ${budget} samples for ${PILOT_QUESTIONS} questions of ${data}, unless the model ships a task profile`;
    const search = `search plans for up to ${budget} samples per question and choose by ${objective}`;
    const steps = data === undefined ? [search] : [pilot, search];
    return dryRun(context, talk, { ...options, command: 'qeil plan', output: values.output, steps });
  }
  const services = await context.loadServices();
  const path = data === undefined ? undefined : resolve(context.workingDirectory, data);
  const spare = path === undefined ? [] : (await services.loadQuestions(path)).questions;
  const bounds = boundsOf(values);
  const { 'devices-from': declared } = values;
  const planFile =
    declared === undefined ? undefined : await services.readPlanFile(resolve(context.workingDirectory, declared));
  if (planFile !== undefined && planFile.devices === undefined) {
    throw usageError(`${declared} declares no devices`, 'see docs/execution.md for plan files');
  }
  // Which layers run where is what is to be planned: of the file only the devices count.
  const where = planFile === undefined ? options : { ...options, planFile: devicesOf(planFile) };
  const record = await withSession(context, talk, where, async (session): Promise<PlanCommandRecord> => {
    const sampling = samplingFor(session.bundle, values);
    const task = {
      ...(promptTokens === undefined ? {} : { promptTokens }),
      spare,
      budget,
      rule,
      selection,
      seed,
      sampling,
      objective,
      bounds,
      rules: rulesOf(values),
    };
    const plan = await planForTask(context, session, talk, task);
    const replan = async (taught: Session) => (await planForTask(context, taught, talk, task)).planned.chosen;
    const execution = values.explain
      ? await measurePlan(context, session, talk, { plan, seed, sampling, budget, replan })
      : null;
    if (values.write !== undefined) {
      const file = services.planFileOf(plan.planned.chosen, session.bundle.shape.layers, planFile?.devices);
      await writeAtomically(resolve(context.workingDirectory, values.write), `${JSON.stringify(file, null, 2)}\n`);
      talk(`plan: ${values.write}`);
    }
    const { energyJ = null, latencyS = null, powerW = null } = bounds;
    return {
      schema: 'qeil.plan/1',
      provenance: provenanceOf(context, session, { startedMs, seed, sampling, dataSet: null }),
      objective,
      bounds: { energyJ, latencyS, powerW },
      planning: plan.record,
      execution,
    };
  });
  if (values.front !== undefined) {
    // Drawing is slow to load and seldom wanted.
    const [{ frontPlot }, { renderSvg }] = await Promise.all([
      import('../../report/plots/front-plot.js'),
      import('../../report/render-svg.js'),
    ]);
    const plot = frontPlot(record.planning);
    const file = resolve(context.workingDirectory, values.front);
    if (plot !== undefined) await writeAtomically(file, await renderSvg(plot));
    talk(plot === undefined ? 'the front has no point that can be drawn' : `front: ${file}`);
  }
  printView(context, planView(record), values.output);
  return EXIT_CODES.done;
}
