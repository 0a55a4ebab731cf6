const MIX_A = 0x85ebca6b;
const MIX_B = 0xc2b2ae35;

/** The finaliser of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), MIX_A);
  bits = Math.imul(bits ^ (bits >>> 13), MIX_B);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function absorb(state: number, word: number): number {
  return mix(Math.imul(state, 0x9e3779b1) ^ mix(word + 0x7f4a7c15));
}

/**
 * Seed of one sample: a pure function of the run, the question and the sample's index, so that a sample comes out the same
 * alone, in any batch, in any order and after a replay.
 *
 * @param runSeed - integer, |runSeed| ≤ 2^53 − 1
 * @param questionId - any text; hashed by its UTF-16 code units
 * @param sampleIndex - integer ≥ 0
 * @returns an integer in [0, 2^53)
 * @throws {RangeError} when a number is not an integer in its range
 */
export function sampleSeed(runSeed: number, questionId: string, sampleIndex: number): number {
  if (!Number.isSafeInteger(runSeed)) throw new RangeError(`runSeed must be a safe integer, got ${runSeed}`);
  if (!Number.isSafeInteger(sampleIndex) || sampleIndex < 0) {
    throw new RangeError(`sampleIndex must be an integer ≥ 0, got ${sampleIndex}`);
  }
  // Two 32-bit lanes with different starts: 53 bits of them keep collisions out of reach of any run.
  let high = 0x243f6a88;
  let low = 0x13198a2e;
  const take = (word: number): void => {
    high = absorb(high, word);
    low = absorb(low ^ 0x5bd1e995, word);
  };
  take(runSeed % 2 ** 32);
  take(Math.floor(runSeed / 2 ** 32));
  take(questionId.length);
  for (let position = 0; position < questionId.length; position += 1) take(questionId.charCodeAt(position));
  take(sampleIndex % 2 ** 32);
  take(Math.floor(sampleIndex / 2 ** 32));
  return (high >>> 11) * 2 ** 32 + low;
}
