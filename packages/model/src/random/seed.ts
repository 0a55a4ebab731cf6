import { type Guard, requireInteger, requireText } from '../_internals/require.js';
import { murmur3OfText } from './murmur3.js';
import type { XoshiroWords } from './xoshiro128.js';

const guard: Guard = {
  where: 'seedWords',
  remedy: 'seeds and indices are non-negative safe integers, labels are text',
};

/** Between the parts of a hashed message. The outer parts are numbers, so no label can imitate another message. */
const SEPARATOR = '\u001f';

/**
 * State of the random stream named (seed, label, index): word i = MurmurHash3_x86_32 with hash seed i + 1 of the text
 * `seed ␟ label ␟ index` (decimal numbers, U+001F between), encoded as UTF-16LE.
 *
 * A sample's stream is `(run seed, question id, sample index)`, whatever batch or device it runs in.
 *
 * @throws {InvalidValueError} if seed or index is not a non-negative safe integer
 */
export function seedWords(seed: number, label: string, index: number): XoshiroWords {
  requireInteger(guard, 'seed', seed, 0);
  return hashedWords(String(seed), label, index);
}

/** {@link seedWords} of a stream that descends from another one, named by that one's own words. */
export function forkWords(parent: XoshiroWords, label: string, index: number): XoshiroWords {
  return hashedWords(parent.join(','), label, index);
}

function hashedWords(origin: string, label: string, index: number): XoshiroWords {
  requireText(guard, 'label', label);
  requireInteger(guard, 'index', index, 0);
  const message = [origin, label, index].join(SEPARATOR);
  const words: XoshiroWords = [
    murmur3OfText(message, 1),
    murmur3OfText(message, 2),
    murmur3OfText(message, 3),
    murmur3OfText(message, 4),
  ];
  // The all-zero state is the one xoshiro cannot leave; one message in 2¹²⁸ hashes to it.
  return words.some((word) => word !== 0) ? words : [1, 2, 3, 4];
}
