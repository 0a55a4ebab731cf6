import { readFileSync } from 'node:fs';

/** A file of data/, parsed. The files are ours and checked by tests; a reader names the part it needs. */
export function readData(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8'));
}
