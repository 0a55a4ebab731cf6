import type { ImmediateCheck, Verdict } from './check.js';
import { extractAnswer } from './extract-answer.js';

/** Longest repeating unit looked for at the end of a sample, in tokens. */
const LONGEST_LOOP_TOKENS = 32;
/** A unit must fill this many tokens, and stand there at least three times, to be called a loop. */
const LOOP_TOKENS = 24;

/**
 * Can the sample be read at all: it ended by itself, holds an answer, and does not go round in a loop. A hint, not exact:
 * being well formed says nothing about being right.
 */
export const formatCheck: ImmediateCheck = {
  name: 'format',
  exact: false,
  free: true,
  run(sample) {
    const result = (verdict: Verdict, detail: string) => ({ check: 'format', exact: false, verdict, detail });
    if (sample.finishReason === 'length') return result('reject', `cut off after ${sample.tokenIds.length} tokens`);
    if (sample.finishReason === 'cancelled') return result('reject', 'cancelled before it ended');
    if (sample.finishReason === 'pruned') return result('reject', 'ended early: its confidence fell under the bar');
    const period = loopPeriod(sample.tokenIds);
    if (period !== undefined) return result('reject', `repeats the same ${period} token(s) at its end`);
    if (extractAnswer(sample.text) === undefined) return result('reject', 'no answer behind "####"');
    return result('accept', 'ended by itself with an answer');
  },
};

/** Length of the unit the sequence repeats at its end, if it does. */
export function loopPeriod(tokenIds: readonly number[]): number | undefined {
  for (let period = 1; period <= LONGEST_LOOP_TOKENS; period += 1) {
    const needed = Math.max(LOOP_TOKENS, 3 * period);
    if (tokenIds.length < needed) continue;
    let index = tokenIds.length - 1;
    while (index >= period && tokenIds[index] === tokenIds[index - period]) index -= 1;
    // Positions index+1−period … end all belong to the repetition.
    if (tokenIds.length - 1 - index + period >= needed) return period;
  }
  return undefined;
}
