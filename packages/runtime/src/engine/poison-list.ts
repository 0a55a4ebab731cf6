import { QeilError } from '../errors/qeil-error.js';

/** Counts the processes each question ended, over all devices, and sets a question aside when there were too many. */
export class PoisonList {
  private readonly deaths = new Map<string, number>();

  constructor(private readonly deathsBeforePoison: number) {}

  /** A process died working on the question. True when that sets it aside. */
  blame(questionId: string): boolean {
    const count = (this.deaths.get(questionId) ?? 0) + 1;
    this.deaths.set(questionId, count);
    return count === this.deathsBeforePoison;
  }

  /** @throws {QeilError} `question-poisoned` */
  refuse(questionId: string): void {
    const count = this.deaths.get(questionId) ?? 0;
    if (count < this.deathsBeforePoison) return;
    throw new QeilError(`question ${questionId} ended ${count} device processes and is set aside`, {
      kind: 'question-poisoned',
      remedy: 'The other questions go on. Run this one alone to reproduce it.',
    });
  }
}
