import type { Question } from '../../src/data-set/question.js';
import { seededNumbers } from './fake-random.js';

/** Addition problems with ids q1 … qn. */
export function fakeQuestions(count: number, seed = 1): Question[] {
  return Array.from({ length: count }, (_, index) => {
    const next = seededNumbers('question', seed, index);
    const [left, right] = [10 + Math.floor(80 * next()), 10 + Math.floor(80 * next())];
    return {
      id: `q${index + 1}`,
      question: `Ann has ${left} apples and buys ${right} more. How many apples has she now?`,
      gold: String(left + right),
    };
  });
}
