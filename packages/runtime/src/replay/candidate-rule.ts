import type { Candidate } from '../cascade/candidate.js';
import { decide } from '../cascade/decide.js';
import type { StoppingRuleName } from '../cascade/stopping-rule.js';
import { type StoppingRuleOptions, stoppingRule } from '../cascade/stopping-rules.js';
import type { Selection } from '../cascade/votes.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ReplayRule } from './replay-rules.js';
import type { ReplayVote } from './replay-vote.js';

/**
 * A stopping rule and a selection as runs use them, asked about recorded candidates. Slower than the rules over plain votes, and
 * needs a ledger.
 */
export function candidateRule(
  name: StoppingRuleName,
  options: StoppingRuleOptions & { readonly selection: Selection },
): ReplayRule {
  const rules = name === 'none' ? [] : [stoppingRule('lock', options), stoppingRule(name, options)];
  return {
    name: `${name} ${options.selection}`,
    promise: stoppingRule(name, options).promise,
    lock: false,
    stops: (vote) => {
      const state = { candidates: drawnCandidates(vote), budget: vote.budget };
      return rules.some((rule) => rule.stopReason(state) !== undefined);
    },
    chosen: (vote) => {
      const candidates = drawnCandidates(vote);
      const { answer } = decide(candidates, options.selection, options.reliability);
      const place = candidates.findIndex((candidate) => answer !== undefined && candidate.answer === answer);
      return vote.drawn[place];
    },
    probability: (vote) =>
      decide(drawnCandidates(vote), options.selection, options.reliability).probability ?? undefined,
  };
}

function drawnCandidates({ question, drawn }: ReplayVote): Candidate[] {
  const { candidates } = question;
  if (candidates === undefined) {
    throw new QeilError(`question ${question.id}: only its answers were recorded, not the samples themselves`, {
      kind: 'usage',
      remedy: 'replay a ledger of qeil eval, or select by majority',
    });
  }
  return drawn.flatMap((place) => candidates[place] ?? []);
}
