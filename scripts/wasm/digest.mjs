import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the artifact is made from, relative to the crate. */
const SOURCES = ['Cargo.toml', 'Cargo.lock', 'src'];

/**
 * SHA-256 of the names and contents of all Rust sources, in the order of their names. Line ends are unified, so that a checkout
 * on Windows has the same digest.
 */
export function sourcesDigest(crateFolder) {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(join(crateFolder, source))).sort()) {
    hash.update(relative(crateFolder, file).split(sep).join('/'));
    hash.update('\0');
    hash.update(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
    hash.update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const entries = readdirSafe(path);
  if (entries === undefined) return [path];
  return entries.flatMap((entry) => filesUnder(join(path, entry)));
}

/** Names in a folder; undefined for a file. */
function readdirSafe(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
