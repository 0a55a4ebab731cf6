import type {
  CascadeOptions,
  Check,
  Engine,
  Escalation,
  ExecutablePlan,
  RunProvenance,
  Selection,
} from '@qeil/runtime';
import type { CliContext } from '../command/context.js';
import { usageError } from '../errors/usage-error.js';
import type { EacValues } from '../option/cascade.js';
import type { Talk } from '../progress/talk.js';
import type { CascadeRecord } from '../schemas/cascade.js';
import type { Services } from '../services/services.js';
import { loadBundle, type Session } from './open-session.js';
import { recordedReliability } from './recorded-run.js';
import { requireWorth, votePrior } from './vote-prior.js';

/** Stands for the model's verification of its own candidates, which is no check of a text alone. */
const SELF = 'self';

/** The checks the user asked for; the format check is always among them. */
export function checksFor(services: Services, context: CliContext, values: EacValues): readonly Check[] {
  const specs = (values.check ?? []).filter((spec) => spec !== SELF);
  if (specs.length === 0) return services.defaultChecks;
  const named = specs.map((spec) => services.parseCheck(spec, context.workingDirectory));
  const names = new Set(named.map(({ name }) => name));
  const format = names.has('format') ? [] : [services.parseCheck('format', context.workingDirectory)];
  return [...format, ...named.filter(({ name }, index) => named.findIndex((each) => each.name === name) === index)];
}

/** What a rule is asked with under this cascade. */
export function ruleOptions(selection: Selection, { reliability }: CascadeOptions) {
  return reliability === undefined ? { selection } : { selection, reliability };
}

export interface CascadeTask {
  /** Digest of the data set, or a name. */
  readonly task: string;
  /** What makes two runs the same. */
  readonly run: string;
  readonly resume: boolean;
  /** Of the run that is gone on with. */
  readonly recorded?: RunProvenance | undefined;
  readonly plan: ExecutablePlan;
  readonly checks: readonly Check[];
}

export interface OpenCascade {
  readonly options: CascadeOptions;
  /** What is known of checks and of the larger model by now. */
  record(): CascadeRecord;
}

/**
 * Open what the cascade needs beyond the session, use it, and close it again.
 * @throws {QeilError} `usage` when joules are to be weighed and cannot be known here; what loading the larger model throws
 */
export async function withCascade<Result>(
  context: CliContext,
  session: Session,
  talk: Talk,
  values: EacValues,
  task: CascadeTask,
  use: (cascade: OpenCascade) => Promise<Result>,
): Promise<Result> {
  const { services, bundle, meter } = session;
  const [valueJ, maxJ] = [values['joules-per-answer'], values['max-joules']];
  if (meter.source === 'none' && (valueJ !== undefined || maxJ !== undefined)) {
    throw usageError(`energy cannot be known here, so joules cannot be weighed: ${meter.detail}`, 'qeil calibrate');
  }
  requireWorth(values, meter);
  const loaded = await services.loadKnowledge(
    services.qeilDirectories(context.environment).state,
    { modelDigest: bundle.digest, task: task.task, run: task.run },
    task.resume,
  );
  if (loaded.problem !== undefined) talk(`qeil: ${loaded.problem}; what is known of checks starts anew`);
  const larger = values['escalate-to'];
  const escalation = larger === undefined ? undefined : await openLarger(context, session, talk, larger, task.plan);
  const prior = values.rule === 'value' ? await votePrior(services, bundle, loaded.knowledge.tallies) : undefined;
  if (prior !== undefined) talk(prior.detail);
  const { recorded } = task;
  const reliability =
    recorded === undefined
      ? await services.reliabilityOf(bundle, loaded.knowledge.earlierReliability)
      : recordedReliability(session, recorded);
  const options: CascadeOptions = {
    alpha: values.alpha,
    ...(prior && { prior: prior.tallies }),
    ...(reliability === undefined ? {} : { reliability }),
    economy: { valueJ, maxJ },
    knowledge: loaded.knowledge,
    ...(values.prune === undefined ? {} : { pruneKeep: values.prune }),
    selfVerify: values.check?.includes(SELF) ?? false,
    ...(escalation === undefined ? {} : { escalation }),
    onLearnt: () => loaded.save(),
  };
  try {
    return await use({ options, record: () => recordOf(services, options, loaded, task.checks) });
  } finally {
    await escalation?.engine.close();
  }
}

async function openLarger(
  context: CliContext,
  session: Session,
  talk: Talk,
  model: string,
  { prefill, decode }: ExecutablePlan,
): Promise<Escalation> {
  const { services, machine, faults } = session;
  const bundle = await loadBundle(services, context, { model, dtype: undefined });
  talk(`larger model: ${bundle.name} (${bundle.weightFormat}), asked only when it is expected to pay`);
  if (bundle.digest === session.bundle.digest) {
    throw usageError(
      `--escalate-to ${model} is the model that samples`,
      'name another model, or another weight file such as models/<name>/onnx/model.onnx',
    );
  }
  const engine: Engine = await services.startEngine({
    bundle,
    devices: machine.devices,
    cacheDirectory: services.qeilDirectories(context.environment).cache,
    onFault: (event) => {
      faults.push({ ...event, questionId: event.questionId ?? null });
      talk(`qeil: larger model: ${event.kind} on ${event.deviceId}: ${event.detail}`);
    },
  });
  try {
    // Starting its process is not part of the price of an answer.
    const sampling = { ...bundle.defaultSampling, maxNewTokens: 1 };
    const promptTokenIds = bundle.tokenizer.encodePrompt('1');
    const request = { questionId: 'warm-up', promptTokenIds, sampleIndices: [0], runSeed: 0, sampling };
    await engine.sampleWave({ ...request, prefill, decode, keepPrompt: false }, { signal: context.signal });
  } catch (error) {
    await engine.close();
    throw error;
  }
  return { bundle, engine, prefill, decode };
}

function recordOf(
  services: Services,
  { economy = {}, knowledge, pruneKeep, selfVerify, escalation, reliability }: CascadeOptions,
  { path }: { readonly path: string },
  checks: readonly Check[],
): CascadeRecord {
  const names = [...checks.map(({ name, exact }) => ({ name, exact }))];
  if (selfVerify) names.push({ name: SELF, exact: false });
  return {
    valueJ: economy.valueJ ?? null,
    maxJ: economy.maxJ ?? null,
    pruneKeep: pruneKeep ?? null,
    knowledgeFile: path,
    reliability:
      reliability === undefined
        ? null
        : {
            detail: reliability.detail,
            questions: reliability.questions,
            slope: reliability.map.slope,
            offset: reliability.map.offset,
          },
    basis: knowledge?.basis ?? { gold: 0, agreement: 0 },
    checks: names.flatMap(({ name, exact }) => {
      if (knowledge === undefined) return [];
      const record = knowledge.check(name);
      const rates = knowledge.rates(name);
      return [
        {
          name,
          exact,
          runs: record.runs,
          judged: knowledge.judged(name),
          truePositive: rates.right.accept,
          falsePositive: rates.wrong.accept,
          meanTimeS: record.runs === 0 ? null : record.timeS / record.runs,
          meanEnergyJ: services.meanEnergyJ(record) ?? null,
        },
      ];
    }),
    larger:
      escalation === undefined || knowledge === undefined
        ? null
        : largerRecord(services, services.expertName(escalation), knowledge),
  };
}

function largerRecord(services: Services, name: string, knowledge: NonNullable<CascadeOptions['knowledge']>) {
  const record = knowledge.expert(name);
  return {
    name,
    asked: record.runs,
    right: record.right,
    wrong: record.wrong,
    accuracy: knowledge.expertAccuracy(name),
    meanEnergyJ: services.meanEnergyJ(record) ?? null,
  };
}
