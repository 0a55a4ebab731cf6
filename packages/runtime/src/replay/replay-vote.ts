import type { RecordedQuestion } from './recorded-question.js';

/** The vote on one question as samples come in, kept up to date without counting anew. */
export class ReplayVote {
  readonly question: RecordedQuestion;
  readonly budget: number;
  /** Samples drawn, by their place in the recording. */
  readonly drawn: number[] = [];
  /** Votes in the order drawn: answers numbered in the order first seen here. */
  readonly votes: number[] = [];
  /** Votes per answer, in the order first seen. */
  readonly counts: number[] = [];
  /** First sample that gave each answer. */
  readonly #firstSample: number[] = [];
  readonly #numbers = new Map<number, number>();
  #leader = -1;
  #runnerUpVotes = 0;

  constructor(question: RecordedQuestion, budget: number) {
    this.question = question;
    this.budget = budget;
  }

  /** Samples left to draw. */
  get remaining(): number {
    return this.budget - this.drawn.length;
  }

  /** Most votes, first seen among equals; −1 before any. */
  get leader(): number {
    return this.#leader;
  }

  get leaderVotes(): number {
    return this.counts[this.#leader] ?? 0;
  }

  get runnerUpVotes(): number {
    return this.#runnerUpVotes;
  }

  /** Place of the first sample that gave the answer in the lead. */
  get leaderSample(): number | undefined {
    return this.#firstSample[this.#leader];
  }

  draw(sample: number): void {
    this.drawn.push(sample);
    const answer = this.question.answers[sample] ?? -1;
    if (answer < 0) return;
    let number = this.#numbers.get(answer);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(answer, number);
      this.#firstSample.push(sample);
      this.counts.push(0);
    }
    this.votes.push(number);
    this.counts[number] = (this.counts[number] ?? 0) + 1;
    let leader = 0;
    let second = 0;
    for (let each = 1; each < this.counts.length; each += 1) {
      const votes = this.counts[each] ?? 0;
      const most = this.counts[leader] ?? 0;
      if (votes > most) {
        second = most;
        leader = each;
      } else if (votes > second) second = votes;
    }
    this.#leader = leader;
    this.#runnerUpVotes = second;
  }
}
