import type { Recording, ReplayRule } from '@qeil/runtime';
import { usageError } from '../../errors/usage-error.js';
import type { Services } from '../../services/services.js';
import type { ReplayValues } from './replay-command.js';
import type { ReplayPrior } from './replay-prior.js';

/** A rule at one setting, a point of a curve. */
export interface CurvePoint {
  readonly of: string;
  readonly setting: number;
  readonly rule: ReplayRule;
}

const CONFIDENCES = [0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995];
const WORTHS = [50, 100, 200, 300, 500, 1000, 2000, 5000];
/** Sizes of a plain vote that the curve shows. */
const VOTE_SIZES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 80, 100];

/** The rules to replay; the full vote first, which the others are held against. */
export function rulesAsked(
  services: Services,
  recording: Recording,
  prior: ReplayPrior | undefined,
  budget: number,
  values: ReplayValues,
): { readonly rules: readonly ReplayRule[]; readonly remarks: readonly string[] } {
  const { rule, selection } = values;
  const wanted = (name: string) => rule === 'all' || rule === name;
  if (selection === 'arde') return { rules: overCandidates(services, recording, prior, values), remarks: [] };
  const rules: ReplayRule[] = [
    prior === undefined
      ? services.fullVote
      : services.withProbability(services.fullVote, services.replayChain(prior.tallies, budget, values.wave)),
  ];
  const remarks: string[] = [];
  if (wanted('lock')) rules.push(services.lockRule);
  if (wanted('anytime')) rules.push(services.anytimeRule(values.alpha));
  if (wanted('bayes')) rules.push(services.bayesRule(values.confidence));
  if (wanted('value') && prior !== undefined) {
    const { worth, wave: waveSize } = values;
    rules.push(services.valueRule({ prior: prior.tallies, budget, waveSize, worth }));
  }
  if (wanted('verified')) {
    const verified = verifiedRules(services, recording, prior, values);
    rules.push(...verified);
    if (verified.length === 0) {
      const why =
        'the recording holds no verdicts of an exact check; if its correct[] come from one, say --verdicts correct';
      if (rule === 'verified') throw usageError(why, 'qeil replay --help');
      remarks.push(`verified is left out: ${why}.`);
    }
  }
  return { rules, remarks };
}

function verifiedRules(
  services: Services,
  { questions }: Recording,
  prior: ReplayPrior | undefined,
  { verdicts, worth }: ReplayValues,
): ReplayRule[] {
  if (verdicts === 'recorded') {
    if (questions.some((question) => question.verdicts === undefined)) return [];
    return [services.verifiedRule(({ question }, sample) => question.verdicts?.[sample] === 'accept', true)];
  }
  const accepts = ({ question }: Parameters<ReplayRule['stops']>[0], sample: number) =>
    question.correct[sample] === true;
  const beta = prior?.successShares === undefined ? undefined : services.successPrior(prior.successShares);
  // The vote may be locked on an answer that the check refuses: only success ends sampling.
  const rules = [services.verifiedRule(accepts, false)];
  return beta === undefined ? rules : [...rules, services.verifiedWorthRule(accepts, beta, worth)];
}

function overCandidates(
  services: Services,
  recording: Recording,
  prior: ReplayPrior | undefined,
  { rule, alpha, confidence, worth, wave }: ReplayValues,
): ReplayRule[] {
  if (recording.kind !== 'ledger') {
    throw usageError(
      '--selection arde weighs whole candidates, which only a ledger holds',
      'replay a run by its directory',
    );
  }
  const selection = 'arde' as const;
  const value = prior && { prior: prior.tallies, valueJ: worth, samplePriceJ: 1, waveSize: wave };
  const names = (['lock', 'verified', 'anytime', 'bayes', 'value'] as const).filter(
    (name) => (rule === 'all' || rule === name) && (name !== 'value' || prior !== undefined),
  );
  return (['none', ...names] as const).map((name) => {
    return services.candidateRule(name, {
      selection,
      alpha,
      confidence,
      ...(value && { worth: value }),
      ...(recording.reliability && { reliability: recording.reliability }),
    });
  });
}

/** What the accuracy-cost curves are drawn through: plain votes of each size, `bayes` and `value` at several settings. */
export function curvePoints(
  services: Services,
  prior: ReplayPrior | undefined,
  budget: number,
  values: ReplayValues,
): CurvePoint[] {
  const { wave: waveSize } = values;
  const sizes = VOTE_SIZES.filter((size) => size <= budget && size % waveSize === 0);
  return [
    ...sizes.map((size) => ({
      of: 'plain vote',
      setting: size,
      rule: { ...services.fullVote, stops: ({ drawn }: Parameters<ReplayRule['stops']>[0]) => drawn.length >= size },
    })),
    ...CONFIDENCES.map((setting) => ({ of: 'bayes', setting, rule: services.bayesRule(setting) })),
    ...(prior === undefined
      ? []
      : WORTHS.map((worth) => ({
          of: 'value',
          setting: worth,
          rule: services.valueRule({ prior: prior.tallies, budget, waveSize, worth }),
        }))),
  ];
}
