import type { Candidate, DrawnCandidate, QuestionOutcome, Reliability, RunProvenance, Selection } from '@qeil/runtime';
import type { ExplainedQuestion } from '../../schemas/explain-record.js';
import type { Services } from '../../services/services.js';

type Step = ExplainedQuestion['steps'][number];
type Vote = Pick<ExplainedQuestion['candidates'][number], 'voted' | 'voteWeight' | 'whyNoVote'>;

/** Everything about one finished question that a person may ask for. */
export function explainQuestion(
  services: Services,
  outcome: QuestionOutcome,
  drawn: readonly DrawnCandidate[],
  provenance: RunProvenance,
): ExplainedQuestion {
  const { decision, stoppedBy } = outcome;
  const arm = provenance.arms.find(({ name }) => name === outcome.arm);
  const selection = arm?.selection ?? 'arde';
  const known = provenance.reliability;
  const reliability = known === undefined ? undefined : new services.Reliability(known.record, known.detail);
  return {
    arm: outcome.arm,
    rule: arm?.rule ?? 'unknown',
    selection,
    promise:
      stoppedBy === 'budget' || stoppedBy === 'joules' || stoppedBy === 'failed'
        ? null
        : services.stoppingRule(stoppedBy, {
            selection,
            confidence: provenance.confidence,
            ...(reliability === undefined ? {} : { reliability }),
          }).promise,
    questionId: outcome.questionId,
    answer: decision.answer ?? null,
    gold: outcome.gold,
    correct: outcome.correct,
    reason: decision.reason,
    probability: decision.probability,
    reliability: decision.probability === null ? null : (known?.detail ?? null),
    tie: decision.tie,
    ranking: [...decision.ranking],
    stoppedBy,
    stopReason: outcome.stopReason,
    budget: arm?.budget ?? null,
    candidates: outcome.candidates.map((candidate) =>
      explainCandidate(services, candidate, outcome, selection, reliability),
    ),
    tiers: outcome.tiers.map(({ energySource: _source, energyDetail: _detail, text: _text, ...step }) => step),
    steps: stepsOf(outcome, drawn),
    energyJ: outcome.energyJ,
    wallS: outcome.wallS,
    error: outcome.error?.message ?? null,
  };
}

function explainCandidate(
  services: Services,
  candidate: Candidate,
  { candidates }: QuestionOutcome,
  selection: Selection,
  reliability: Reliability | undefined,
): ExplainedQuestion['candidates'][number] {
  const { logProbabilities, checks } = candidate;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  const lowest = candidate.lowestWindowLogProbability;
  return {
    sampleIndex: candidate.sampleIndex,
    answer: candidate.answer ?? null,
    finishReason: candidate.finishReason,
    tokens: candidate.tokenIds.length,
    meanLogProbability: Number.isFinite(mean) ? mean : null,
    lowestWindowLogProbability: lowest !== undefined && Number.isFinite(lowest) ? lowest : null,
    ...voteOf(services, candidate, candidates, selection, reliability),
    checks: checks.map(({ check, exact, verdict, detail, skipped, timeS, energyJ }) => ({
      check,
      exact,
      ran: skipped !== true,
      verdict,
      detail,
      timeS: timeS ?? null,
      energyJ: energyJ ?? null,
    })),
    energyJ: candidate.energyJ,
    deviceId: candidate.deviceId,
  };
}

function voteOf(
  services: Services,
  candidate: Candidate,
  all: readonly Candidate[],
  selection: Selection,
  reliability: Reliability | undefined,
): Vote {
  const no = (whyNoVote: string): Vote => ({ voted: false, voteWeight: 0, whyNoVote });
  if (candidate.finishReason === 'pruned') return no('ended early: its confidence fell under the bar');
  if (candidate.answer === undefined) return no('no answer could be read');
  if (selection === 'arde' && reliability !== undefined)
    return { voted: true, voteWeight: services.voteOf(candidate, selection, reliability), whyNoVote: null };
  const standing = all.some((each) => each.answer !== undefined && !services.isRejected(each));
  if (selection === 'arde' && standing && services.isRejected(candidate)) return no('an exact check rejects it');
  return { voted: true, voteWeight: services.voteOf(candidate, selection), whyNoVote: null };
}

/** Waves, then each check summed over candidates, then dear tiers. */
function stepsOf({ tiers }: QuestionOutcome, drawn: readonly DrawnCandidate[]): Step[] {
  const waves = new Map<number, DrawnCandidate['wave']>();
  const checks = new Map<string, { runs: number; timeS: number; energyJ: number | null }>();
  for (const { wave, candidate } of drawn) {
    waves.set(wave.firstSample, wave);
    for (const { check, timeS, energyJ } of candidate.checks) {
      if (timeS === undefined) continue;
      const sum = checks.get(check) ?? { runs: 0, timeS: 0, energyJ: 0 };
      const known = sum.energyJ !== null && energyJ !== null && energyJ !== undefined;
      checks.set(check, {
        runs: sum.runs + 1,
        timeS: sum.timeS + timeS,
        energyJ: known ? (sum.energyJ ?? 0) + energyJ : null,
      });
    }
  }
  return [
    ...[...waves.values()].map(({ firstSample, size, wallS, energyJ, energySource }) => ({
      step: `wave of ${size} from sample ${firstSample}`,
      timeS: wallS,
      energyJ,
      energySource,
    })),
    ...[...checks].map(([check, { runs, timeS, energyJ }]) => ({
      step: `check ${check} × ${runs}`,
      timeS,
      energyJ,
      // Charged with the waves' mean power.
      energySource: energyJ === null ? ('none' as const) : ('modelled' as const),
    })),
    ...tiers
      .filter(({ ran }) => ran)
      .map(({ tier, name, timeS, energyJ, energySource }) => ({
        step: tier === 'self' ? 'verification by the model itself' : `larger model ${name}`,
        timeS,
        energyJ,
        energySource,
      })),
  ];
}
