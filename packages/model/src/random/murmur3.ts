/**
 * MurmurHash3_x86_32 over the UTF-16 code units of a text, each as two bytes, low byte first.
 *
 * A fast mixing hash for seeds and names; not for secrets. UTF-16 because every JavaScript engine holds text that way; another
 * language encodes the text as UTF-16LE first.
 *
 * Source: Austin Appleby, MurmurHash3 (public domain), github.com/aappleby/smhasher.
 *
 * @param text - any text
 * @param seed - 32-bit unsigned integer
 * @returns 32-bit unsigned integer
 */
export function murmur3OfText(text: string, seed: number): number {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes[2 * index] = unit & 0xff;
    bytes[2 * index + 1] = unit >>> 8;
  }
  return murmur3(bytes, seed);
}

/** MurmurHash3_x86_32 over bytes; see {@link murmur3OfText}. */
export function murmur3(bytes: Uint8Array, seed: number): number {
  let hash = seed | 0;
  const blockEnd = bytes.length - (bytes.length % 4);
  for (let index = 0; index < blockEnd; index += 4) {
    hash ^= scramble(bytes[index] | (bytes[index + 1] << 8) | (bytes[index + 2] << 16) | (bytes[index + 3] << 24));
    hash = (Math.imul(rotateLeft(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let index = bytes.length - 1; index >= blockEnd; index -= 1) tail = (tail << 8) | bytes[index];
  if (blockEnd < bytes.length) hash ^= scramble(tail);
  return finalise(hash ^ bytes.length);
}

function scramble(word: number): number {
  return Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function finalise(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
