import { canonicalAnswer } from '../numbers/canonical-answer.js';

const MARKER = '####';

/** The canonical answer behind the last `####` of a text, up to the end of its line; undefined when there is none. */
export function extractAnswer(text: string): string | undefined {
  const line = answerLine(text);
  return line === undefined ? undefined : canonicalAnswer(line);
}

/** What stands behind the last `####` of a text, up to the end of its line, as written. */
export function answerLine(text: string): string | undefined {
  const start = text.lastIndexOf(MARKER);
  if (start < 0) return undefined;
  const [line = ''] = text.slice(start + MARKER.length).split('\n', 1);
  return line.trim();
}
