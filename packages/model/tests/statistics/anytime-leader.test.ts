import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anytimeLeader, anytimeLogEvidence, type Random, seededRandom } from '../../src/index.js';

const alpha = 0.05;
const QUESTIONS = 100_000;

/** Shares of answers that are hard to tell apart, or many; the first is the mode. */
const HARD: readonly (readonly [string, readonly number[]])[] = [
  ['two in a near tie', [0.51, 0.49]],
  ['three in a near tie', [0.34, 0.33, 0.33]],
  ['fifty all but equal', [0.0202, ...new Array<number>(49).fill(0.9798 / 49)]],
  ['a heavy tail', heavyTail(300)],
  ['a mode seldom seen among many', [0.02, ...new Array<number>(98).fill(0.01)]],
  ['a clear mode', [0.6, 0.3, 0.1]],
];

function heavyTail(answers: number): number[] {
  const weights = Array.from({ length: answers }, (_, index) => 1 / (index + 1.5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Where each answer's share of [0, 1) ends. */
function endsOf(shares: readonly number[]): number[] {
  let end = 0;
  return shares.map((share) => {
    end += share;
    return end;
  });
}

/** The answer whose share a number in [0, 1) falls into, found by halving. */
function answerAt(ends: readonly number[], uniform: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uniform < ends[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Answers in the order drawn, numbered in the order first seen, and the number of the mode. */
function draw(ends: readonly number[], samples: number, random: Random) {
  const numbers = new Map<number, number>();
  const votes: number[] = [];
  for (let index = 0; index < samples; index += 1) {
    const answer = answerAt(ends, random.uniform());
    const number = numbers.get(answer) ?? numbers.size;
    numbers.set(answer, number);
    votes.push(number);
  }
  return { votes, mode: numbers.get(0) };
}

describe('anytimeLeader', () => {
  it.each(HARD)(
    'calls a wrong answer the mode in at most alpha of 1e5 questions, looked at after every sample: %s',
    (_, shares) => {
      const random = seededRandom(11, 'questions');
      let wrong = 0;
      let certified = 0;
      const samples = shares.length > 3 ? 80 : 24;
      const ends = endsOf(shares);
      for (let question = 0; question < QUESTIONS; question += 1) {
        const { votes, mode } = draw(ends, samples, random);
        const counts: number[] = [];
        // The adversary looks after every vote and stops at the first look that certifies anything.
        for (let look = 1; look <= samples; look += 1) {
          const answer = votes[look - 1];
          counts[answer] = (counts[answer] ?? 0) + 1;
          // Only a vote for the leader raises evidence, and fewer than nine never are enough: E(7, 0) = 31.9 < 40.
          if (counts[answer] < 9) continue;
          const verdict = anytimeLeader(votes.slice(0, look), alpha);
          if (!verdict.certified) continue;
          certified += 1;
          if (verdict.leader !== mode) wrong += 1;
          break;
        }
      }
      expect(wrong / QUESTIONS).toBeLessThanOrEqual(alpha);
      if (shares[0] === 0.6) expect(certified).toBeGreaterThan(QUESTIONS / 100);
    },
  );

  it('keeps alpha for long runs, many answers and any pattern of looks', () => {
    const random = seededRandom(12, 'long');
    for (const shares of [[0.5 + 1e-9, 0.5 - 1e-9], new Array<number>(40).fill(1 / 40)]) {
      let wrong = 0;
      const questions = 3000;
      for (let question = 0; question < questions; question += 1) {
        const { votes, mode } = draw(endsOf(shares), 300, random);
        let look = 1;
        while (look <= votes.length) {
          const verdict = anytimeLeader(votes.slice(0, look), alpha);
          if (verdict.certified) {
            if (verdict.leader !== mode) wrong += 1;
            break;
          }
          look += 1 + random.integer(12);
        }
      }
      expect(wrong / questions).toBeLessThanOrEqual(alpha);
    }
  });

  it('is the closed form on votes after the leader was first seen', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 }), (drawn) => {
        const seen = [...new Set(drawn)];
        const votes = drawn.map((answer) => seen.indexOf(answer));
        const { leader = -1, logEvidence, logNeeded, certified } = anytimeLeader(votes, alpha);
        const count = (of: readonly number[], answer: number) => of.filter((vote) => vote === answer).length;
        expect(seen.every((_, answer) => count(votes, answer) <= count(votes, leader))).toBe(true);
        const after = votes.slice(votes.indexOf(leader) + 1);
        const rivals = seen.flatMap((_, answer) => (answer === leader ? [] : [count(after, answer)]));
        const evidence = Math.min(...[0, ...rivals].map((rival) => anytimeLogEvidence(count(after, leader), rival)));
        expect(logEvidence).toBeCloseTo(evidence, 12);
        expect(logNeeded).toBeCloseTo(Math.log(((leader + 1) * (leader + 2)) / alpha), 12);
        expect(certified).toBe(logEvidence >= logNeeded);
      }),
    );
  });

  it('stays finite for a hundred thousand votes', () => {
    const votes = Array.from({ length: 100_000 }, (_, index) => (index % 3 === 1 ? 1 : 0));
    const verdict = anytimeLeader(votes, alpha);
    expect(verdict.certified).toBe(true);
    expect(verdict.logEvidence).toBeGreaterThan(1000);
    expect(Number.isFinite(verdict.logEvidence)).toBe(true);
  });

  it('refuses answers out of order and an alpha that is no rate', () => {
    expect(() => anytimeLeader([0, 2], alpha)).toThrow(/votes\[1\]/);
    expect(() => anytimeLeader([0], 0)).toThrow(/alpha/);
    expect(anytimeLeader([], alpha)).toMatchObject({ leader: undefined, certified: false });
  });
});
