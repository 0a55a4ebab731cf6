// Builds packages/pgsam-wasm/pkg from the Rust sources beside it.
//
//   node scripts/build-wasm.mjs                  build
//   node scripts/build-wasm.mjs --check-digest   fail when the checked-in artifact is not of these sources
//
// Needs cargo, wasm-pack and wasm-bindgen; says what is missing and how to get it. `npm start` needs none of that: the artifact
// is checked in. scripts/install-rust-wasm.sh installs everything on a bare Debian machine.

import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesDigest } from './wasm/digest.mjs';
import { outputOf, run } from './wasm/run.mjs';
import { remapFlags, remappedFolders, wasmToolchain } from './wasm/toolchain.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const crate = join(root, 'packages/pgsam-wasm/crate');
const output = join(root, 'packages/pgsam-wasm/pkg');
const digestFile = join(output, 'sources.sha256');

/** What wasm-pack writes and we keep. */
const ARTIFACT = ['pgsam.js', 'pgsam.d.ts', 'pgsam_bg.wasm', 'pgsam_bg.wasm.d.ts'];
const WASM_PACK = '0.15.1';

function checkDigest() {
  const expected = sourcesDigest(crate);
  const actual = readFileSync(digestFile, 'utf8').trim();
  if (actual === expected) return;
  throw new Error(
    `The checked-in WebAssembly is stale: built from sources ${actual}, the sources are ${expected}.\n` +
      'Rebuild it with `npm run build:wasm` and commit packages/pgsam-wasm/pkg.',
  );
}

function build() {
  requireTools();
  const environment = wasmToolchain(join(crate, 'target/wasm-toolchain'));
  // wasm-pack would otherwise hand on a working folder's flags; these keep this machine's paths out of the artifact.
  environment.RUSTFLAGS = remapFlags(environment, root);
  const modes = ['--release', '--target', 'web', '--mode', 'no-install', '--no-pack'];
  run('wasm-pack', ['build', crate, ...modes, '--out-dir', output, '--out-name', 'pgsam', '--', '--locked'], {
    env: environment,
  });
  // Among the rest is a .gitignore of `*`, which git and npm both obey.
  for (const name of readdirSync(output)) if (!ARTIFACT.includes(name)) rmSync(join(output, name), { recursive: true });
  refuseLocalPaths(environment);
  writeFileSync(digestFile, `${sourcesDigest(crate)}\n`);
  const bytes = statSync(join(output, 'pgsam_bg.wasm')).size;
  console.log(`Built pgsam_bg.wasm, ${(bytes / 1024).toFixed(1)} KiB`);
}

function requireTools() {
  if (outputOf('wasm-pack', ['--version']) === undefined) {
    throw new Error(`wasm-pack is missing: cargo install --locked wasm-pack --version ${WASM_PACK}`);
  }
  const manifest = readFileSync(join(crate, 'Cargo.toml'), 'utf8');
  const pinned = /^wasm-bindgen = "=(.+)"$/m.exec(manifest)?.[1];
  const installed = outputOf('wasm-bindgen', ['--version'])?.split(' ')[1];
  if (installed !== pinned) {
    throw new Error(
      `wasm-bindgen ${installed ?? 'is missing'}, ${pinned} is needed: ` +
        `cargo install --locked wasm-bindgen-cli --version ${pinned}`,
    );
  }
}

function refuseLocalPaths(environment) {
  for (const name of ARTIFACT) {
    const content = readFileSync(join(output, name));
    for (const [folder] of remappedFolders(environment, root)) {
      if (content.includes(folder)) throw new Error(`${name} contains the path ${folder} of this machine`);
    }
  }
}

try {
  if (process.argv.includes('--check-digest')) checkDigest();
  else build();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
