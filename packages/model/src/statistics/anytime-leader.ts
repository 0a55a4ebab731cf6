import { type Guard, requireInteger, requireProbability, requireThat } from '../_internals/require.js';
import { anytimeLogEvidence } from './stopping.js';

/** What an e-process says of the answer in the lead. */
export interface AnytimeVerdict {
  /** The answer in the lead: most votes, first seen among equals; undefined before any vote. */
  readonly leader: number | undefined;
  /** ln of the evidence that it is the mode: the least over its rivals, an answer never seen among them. */
  readonly logEvidence: number;
  /** ln of what the evidence must reach. */
  readonly logNeeded: number;
  readonly certified: boolean;
}

const guard: Guard = {
  where: 'anytimeLeader',
  remedy: 'give the votes in the order drawn, answers numbered in the order first seen, and alpha in (0, 1)',
};

/**
 * Whether an answer may be called the model's mode, however often one looks.
 *
 * The answer seen as the j-th distinct one is judged by the votes cast after the one that brought it up, which are fresh whatever
 * made us look at it: v1 for it, v2 for a rival,
 *
 *   E = 2^{v1+v2+1}·B(v1+1, v2+1)·P(Beta(v1+1, v2+1) > ½),  certified when min over rivals E ≥ 1/α_j,  α_j = α/(j(j+1))
 *
 * An answer that is not the mode has some rival at least as frequent, so its E has mean ≤ 1 at any stopping time (Ville), and
 * Σ α_j = α over however many answers there are. Hence P(a non-mode is ever certified) ≤ α for independent samples of one
 * distribution. Modes that tie count as modes only if none is more frequent. The form of E is the mixture of
 * {@link anytimeLogEvidence}.
 *
 * @param votes - the answer of each vote, in the order drawn; the j-th distinct one is numbered j − 1
 * @param alpha - in (0, 1)
 * @throws {InvalidValueError} if alpha is outside its domain or answers are not numbered in the order first seen
 */
export function anytimeLeader(votes: readonly number[], alpha: number): AnytimeVerdict {
  requireProbability(guard, 'alpha', alpha);
  requireThat(alpha > 0 && alpha < 1, guard, 'alpha', alpha, 'be a number between 0 and 1');
  const counts: number[] = [];
  votes.forEach((answer, index) => {
    requireInteger(guard, `votes[${index}]`, answer, 0, counts.length);
    counts[answer] = (counts[answer] ?? 0) + 1;
  });
  if (counts.length === 0)
    return { leader: undefined, logEvidence: 0, logNeeded: -Math.log(alpha / 2), certified: false };
  const leader = counts.indexOf(Math.max(...counts));
  const after = new Array<number>(counts.length).fill(0);
  for (const answer of votes.slice(votes.indexOf(leader) + 1)) after[answer] += 1;
  const strongest = after.reduce((most, count, answer) => (answer === leader ? most : Math.max(most, count)), 0);
  // E falls with v2, so the strongest rival is the one that gives the least.
  const logEvidence = anytimeLogEvidence(after[leader], strongest);
  const logNeeded = Math.log((leader + 1) * (leader + 2)) - Math.log(alpha);
  return { leader, logEvidence, logNeeded, certified: logEvidence >= logNeeded };
}
