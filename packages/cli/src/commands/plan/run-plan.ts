import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import type { PlanCommandRecord } from '../../schemas/run-record.js';
import { assumedDemand } from '../../session/demand.js';
import { dryRun } from '../../session/dry-run.js';
import { withSession } from '../../session/open-session.js';
import { PILOT_QUESTIONS, pilotDemand } from '../../session/pilot.js';
import { planSession } from '../../session/plan-session.js';
import { provenanceOf } from '../../session/provenance.js';
import { samplingFor } from '../../session/sampling.js';
import { sessionOptions } from '../../session/session-options.js';
import type { PlanValues } from './plan-command.js';
import { planView } from './plan-view.js';

export async function runPlan(context: CliContext, values: PlanValues): Promise<number> {
  const startedMs = context.now();
  const talk = talkTo(context, values.quiet);
  const options = sessionOptions(values);
  const { seed, samples: budget, objective, data } = values;
  if (values['dry-run']) {
    const steps = [
      ...(data === undefined ? [] : [`draw ${budget} samples for ${PILOT_QUESTIONS} questions of ${data}`]),
      `search plans for ${budget} samples per question and choose by ${objective}`,
    ];
    return dryRun(context, talk, { ...options, command: 'qeil plan', output: values.output, steps });
  }
  const bounds = {
    ...(values['max-joules'] === undefined ? {} : { energyJ: values['max-joules'] }),
    ...(values['max-seconds'] === undefined ? {} : { latencyS: values['max-seconds'] }),
    ...(values['max-watts'] === undefined ? {} : { powerW: values['max-watts'] }),
  };
  const record = await withSession(context, talk, options, async (session): Promise<PlanCommandRecord> => {
    const sampling = samplingFor(session.bundle, values);
    const { maxNewTokens } = sampling;
    const promptTokens = values['prompt-tokens'];
    let demand = assumedDemand({ promptTokens, maxNewTokens, budget, stopsEarly: true });
    if (data !== undefined) {
      const { questions } = await session.services.loadQuestions(data, { limit: PILOT_QUESTIONS });
      const { planned } = await planSession(context, session, { demand, seed, objective });
      const plan = planned.baselines.standardBatched;
      talk(`pilot: ${questions.length} questions × ${budget} samples`);
      demand = await pilotDemand(session, {
        questions,
        plan,
        budget,
        rule: 'bayes',
        selection: 'arde',
        seed,
        sampling,
        signal: context.signal,
        otherwise: demand,
      });
    }
    const { record: planning } = await planSession(context, session, { demand, seed, objective, bounds });
    const { energyJ = null, latencyS = null, powerW = null } = bounds;
    return {
      schema: 'qeil.plan/1',
      provenance: provenanceOf(context, session, { startedMs, seed, sampling, dataSet: null }),
      objective,
      bounds: { energyJ, latencyS, powerW },
      planning,
    };
  });
  printView(context, planView(record), values.output);
  if (record.planning.chosen.predicted.violation > 0) {
    talk('qeil: no plan keeps every bound; the one shown breaks them least');
    return EXIT_CODES.goalMissed;
  }
  return EXIT_CODES.done;
}
