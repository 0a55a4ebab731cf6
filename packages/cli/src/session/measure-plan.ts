import type { ExecutablePlan, SamplingOptions } from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import type { Talk } from '../progress/talk.js';
import type { StagesRecord } from '../schemas/stages.js';
import { compareStages } from './compare-stages.js';
import type { Session } from './open-session.js';
import type { SessionPlan } from './plan-session.js';
import { warmUp } from './warm-up.js';
import { watchStages } from './watch-stages.js';

const FILLER = 'Tom has 12 apples and eats 3. How many are left? ';

export interface MeasurePlanOptions {
  readonly plan: SessionPlan;
  readonly seed: number;
  readonly sampling: SamplingOptions;
  readonly budget: number;
  readonly replan: (session: Session) => Promise<ExecutablePlan>;
}

/** Run one wave of the chosen plan on a prompt of the length planned for, and compare its stages with their predictions. */
export async function measurePlan(
  context: CliContext,
  session: Session,
  talk: Talk,
  { plan: { planned, record }, seed, sampling, budget, replan }: MeasurePlanOptions,
): Promise<StagesRecord> {
  const { bundle } = session;
  const { chosen } = planned;
  const { promptTokens } = record.profile;
  const text = FILLER.repeat(Math.ceil(promptTokens / 4) + 1);
  const most = Math.max(1, bundle.maxPositions - sampling.maxNewTokens);
  const promptTokenIds = bundle.tokenizer.encodePrompt(text).slice(0, Math.min(promptTokens, most));
  const { signal } = context;
  await session.engine.keepOnly([chosen]);
  const arm = { name: chosen.name, plan: chosen, budget, rule: 'none', selection: 'majority' } as const;
  await warmUp(session, arm, { id: 'explain', question: FILLER }, sampling, signal);
  talk(`explain: one wave of ${chosen.waveSize} on a prompt of ${promptTokenIds.length} tokens`);
  const watch = watchStages(session.engine);
  const { prefill, decode, split, waveSize, keepPrompt } = chosen;
  const { samples } = await watch.engine.sampleWave(
    {
      questionId: 'explain',
      promptTokenIds,
      sampleIndices: Array.from({ length: waveSize }, (_, index) => index),
      runSeed: seed,
      sampling,
      prefill,
      decode,
      ...(split === undefined ? {} : { split }),
      keepPrompt,
    },
    { signal },
  );
  await session.engine.endQuestion('explain');
  return compareStages(session, talk, {
    plan: chosen,
    measured: watch.stages(),
    promptTokens: promptTokenIds.length,
    sampleLengths: samples.map(({ tokenIds }) => Math.max(1, tokenIds.length)),
    replan,
  });
}
