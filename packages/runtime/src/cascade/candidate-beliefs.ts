import { type AnswerBeliefs, beliefsAfterCheck, beliefsFromVotes } from '@qeil/model';
import type { Candidate } from './candidate.js';
import type { Verdict } from './check.js';
import type { CascadeKnowledge } from './knowledge/cascade-knowledge.js';

/** Beliefs and which answers they are about, in the order first seen. */
export interface CandidateBeliefs {
  readonly answers: readonly string[];
  readonly beliefs: AnswerBeliefs;
}

/**
 * What the candidates make believe: shares of votes, then the learnt likelihood of what each check said.
 *
 * Verdicts of one check on candidates with the same answer are not independent, so together they count as one: the verdict most
 * of them got.
 */
export function candidateBeliefs(candidates: readonly Candidate[], knowledge: CascadeKnowledge): CandidateBeliefs {
  const votes = new Map<string, number>();
  for (const { answer } of candidates) if (answer !== undefined) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  const answers = [...votes.keys()];
  let beliefs = beliefsFromVotes([...votes.values()]);
  answers.forEach((answer, index) => {
    for (const [check, verdict] of verdictsOn(answer, candidates)) {
      beliefs = beliefsAfterCheck(beliefs, index, verdict, knowledge.rates(check));
    }
  });
  return { answers, beliefs };
}

/** The verdict of each check that most candidates with this answer got, ties to the one given first. */
export function verdictsOn(answer: string, candidates: readonly Candidate[]): Map<string, Verdict> {
  const counts = new Map<string, Map<Verdict, number>>();
  for (const candidate of candidates) {
    if (candidate.answer !== answer) continue;
    for (const { check, verdict, skipped } of candidate.checks) {
      if (skipped) continue;
      const ofCheck = counts.get(check) ?? new Map<Verdict, number>();
      ofCheck.set(verdict, (ofCheck.get(verdict) ?? 0) + 1);
      counts.set(check, ofCheck);
    }
  }
  const most = (ofCheck: ReadonlyMap<Verdict, number>): Verdict =>
    [...ofCheck].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
  return new Map([...counts].map(([check, ofCheck]) => [check, most(ofCheck)]));
}
