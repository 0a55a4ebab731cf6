import type { VoteTally } from '@qeil/model';
import type { Candidate } from './candidate.js';
import type { CascadeKnowledge } from './knowledge/cascade-knowledge.js';
import { countVotes } from './votes.js';

export interface LearnOptions {
  readonly knowledge: CascadeKnowledge;
  readonly gold: string | undefined;
  readonly matchesReference: (answer: string, reference: string) => boolean;
}

/** How answers of a question are judged afterwards. */
export interface Truth {
  readonly basis: 'gold' | 'agreement';
  readonly isRight: (answer: string) => boolean;
}

/** The reference where there is one; else the plain majority, which no check has a say in; undefined when nobody voted. */
export function truthOf(
  candidates: readonly Candidate[],
  { gold, matchesReference }: Omit<LearnOptions, 'knowledge'>,
): Truth | undefined {
  if (gold !== undefined) return { basis: 'gold', isRight: (answer) => matchesReference(answer, gold) };
  const [leader] = countVotes(candidates, 'majority').ranking;
  return leader && { basis: 'agreement', isRight: (answer) => answer === leader.answer };
}

/** Hold what the checks said of a question's candidates against the truth. Candidates without an answer teach nothing. */
export function learnFromCandidates(candidates: readonly Candidate[], options: LearnOptions): void {
  const truth = truthOf(candidates, options);
  if (truth === undefined) return;
  for (const { answer, checks } of candidates) {
    if (answer === undefined) continue;
    options.knowledge.candidateJudged(truth.basis);
    for (const { check, verdict, skipped } of checks) {
      if (!skipped) options.knowledge.checkJudged(check, verdict, truth.isRight(answer));
    }
  }
}

/** A question's candidates as counts, and what was right among them; undefined when nothing is known of that. */
export function tallyOf(
  candidates: readonly Candidate[],
  options: Omit<LearnOptions, 'knowledge'>,
): VoteTally | undefined {
  const truth = truthOf(candidates, options);
  if (truth === undefined || candidates.length === 0) return undefined;
  const votes = new Map<string, number>();
  let none = 0;
  for (const { answer } of candidates) {
    if (answer === undefined) none += 1;
    else votes.set(answer, (votes.get(answer) ?? 0) + 1);
  }
  return { answers: [...votes].map(([answer, count]) => ({ votes: count, right: truth.isRight(answer) })), none };
}
