import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kernel files are small; anything longer is not one. */
const LONGEST = 1_000_000;

/** Text of a file below `root`, trimmed; undefined when it cannot be read. */
export function readSystemText(root: string, path: string): string | undefined {
  try {
    const text = readFileSync(join(root, path), 'utf8');
    return text.length > LONGEST ? undefined : text.trim();
  } catch {
    return undefined;
  }
}

/** A non-negative integer file; undefined when it cannot be read or says something else. */
export function readSystemInteger(root: string, path: string): number | undefined {
  const text = readSystemText(root, path);
  if (text === undefined || !/^\d{1,19}$/.test(text)) return undefined;
  return Number(text);
}

/** Names in a folder below `root`, sorted; empty when there is none. */
export function listSystemFolder(root: string, path: string): readonly string[] {
  try {
    return readdirSync(join(root, path)).sort();
  } catch {
    return [];
  }
}
