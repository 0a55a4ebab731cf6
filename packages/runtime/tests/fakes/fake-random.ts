import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that depend on nothing but the key. */
export function seededNumbers(...key: readonly (string | number)[]): () => number {
  let block = createHash('sha256').update(JSON.stringify(key)).digest();
  let offset = 0;
  return () => {
    if (offset + 4 > block.length) {
      block = createHash('sha256').update(block).digest();
      offset = 0;
    }
    const value = block.readUInt32LE(offset) / 2 ** 32;
    offset += 4;
    return value;
  };
}
