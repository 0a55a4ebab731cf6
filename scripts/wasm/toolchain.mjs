import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { outputOf, run } from './run.mjs';

export const TARGET = 'wasm32-unknown-unknown';

const NO_TOOLCHAIN = `No Rust toolchain here can build for ${TARGET}. Either of these is enough:
  rustup target add ${TARGET}
  apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src lld      (Debian, as root)
The second has the standard library's sources, from which this script then builds it once.`;

/**
 * A Rust toolchain that can build for WebAssembly: one that has the target's standard library, or one that has its sources, from
 * which it is built once into a private sysroot under `workFolder`. Nothing outside that folder is changed.
 *
 * @returns the environment in which cargo and wasm-pack use it
 */
export function wasmToolchain(workFolder) {
  const found = ['rustc', '/usr/bin/rustc'].map(describeToolchain).filter((toolchain) => toolchain !== undefined);
  const ready = found.find(({ sysroot }) => hasStandardLibrary(sysroot));
  if (ready !== undefined) return environmentOf(ready, ready.folder);
  const buildable = found.find(({ sysroot }) => existsSync(join(sysroot, 'lib/rustlib/src/rust/library/std')));
  if (buildable === undefined) throw new Error(NO_TOOLCHAIN);
  return environmentOf(buildable, privateToolchain(buildable, workFolder));
}

/** Every folder whose name must not be found in the artifact, longest first so that the innermost is replaced. */
export function remappedFolders(environment, rootFolder) {
  const cargoHome = environment.CARGO_HOME ?? join(homedir(), '.cargo');
  const registries = join(cargoHome, 'registry/src');
  const crates = existsSync(registries) ? readdirSync(registries).map((name) => join(registries, name)) : [];
  return [
    ...crates.map((folder) => [folder, 'crates']),
    [cargoHome, 'cargo'],
    ['/usr/lib/rustlib/src/rust', 'rust'],
    [rootFolder, '.'],
  ];
}

/** Compiler flags that keep the names of this machine's folders out of what is built. */
export function remapFlags(environment, rootFolder) {
  // The compiler takes the last prefix that fits, so the innermost comes last.
  return remappedFolders(environment, rootFolder)
    .reverse()
    .map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
    .join(' ');
}

function describeToolchain(rustc) {
  const sysroot = outputOf(rustc, ['--print', 'sysroot']);
  const version = outputOf(rustc, ['-vV']);
  if (sysroot === undefined || version === undefined) return undefined;
  const host = /^host: (.+)$/m.exec(version)?.[1];
  const release = /^release: (.+)$/m.exec(version)?.[1];
  const folder = join(sysroot, 'bin');
  if (host === undefined || release === undefined || !existsSync(join(folder, 'cargo'))) return undefined;
  return { sysroot, folder, host, release };
}

function hasStandardLibrary(sysroot) {
  const folder = join(sysroot, 'lib/rustlib', TARGET, 'lib');
  return existsSync(folder) && readdirSync(folder).some((name) => /^libstd-.*\.rlib$/.test(name));
}

function environmentOf({ sysroot, host }, folder) {
  const environment = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
  // rustup ships a linker inside the toolchain, Debian in its package lld.
  if (!existsSync(join(sysroot, 'lib/rustlib', host, 'bin/rust-lld'))) {
    if (outputOf('wasm-ld', ['--version']) === undefined) {
      throw new Error('The linker wasm-ld is missing: apt-get install -y --no-install-recommends lld');
    }
    environment.CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER = 'wasm-ld';
  }
  return environment;
}

/** The toolchain's own programs before a sysroot that also holds the target; returns the folder of the programs. */
function privateToolchain(toolchain, workFolder) {
  const root = join(workFolder, `sysroot-${toolchain.release}`);
  const sysroot = join(root, 'sysroot');
  const programs = join(root, 'bin');
  if (hasStandardLibrary(sysroot)) return programs;
  console.error(`Building the standard library for ${TARGET} once, with Rust ${toolchain.release} …`);
  rmSync(root, { recursive: true, force: true });
  const libraries = buildStandardLibrary(toolchain, join(root, 'build'));
  const installed = join(sysroot, 'lib/rustlib', TARGET, 'lib');
  mkdirSync(installed, { recursive: true });
  for (const name of readdirSync(libraries)) {
    if (name.endsWith('.rlib')) cpSync(join(libraries, name), join(installed, name));
  }
  symlinkSync(join(toolchain.sysroot, 'lib/rustlib', toolchain.host), join(sysroot, 'lib/rustlib', toolchain.host));
  mkdirSync(programs);
  symlinkSync(join(toolchain.folder, 'cargo'), join(programs, 'cargo'));
  const rustc = join(programs, 'rustc');
  writeFileSync(rustc, `#!/bin/sh\nexec '${join(toolchain.folder, 'rustc')}' --sysroot '${sysroot}' "$@"\n`);
  chmodSync(rustc, 0o755);
  rmSync(join(root, 'build'), { recursive: true, force: true });
  return programs;
}

/** An empty crate built with its standard library: `-Z build-std`, which a stable compiler accepts with RUSTC_BOOTSTRAP. */
function buildStandardLibrary(toolchain, folder) {
  mkdirSync(join(folder, 'src'), { recursive: true });
  const manifest = ['[package]', 'name = "empty"', 'edition = "2021"', '[profile.release]', 'panic = "abort"'];
  writeFileSync(join(folder, 'Cargo.toml'), `${manifest.join('\n')}\n[workspace]\n`);
  writeFileSync(join(folder, 'src/lib.rs'), '');
  const environment = environmentOf(toolchain, toolchain.folder);
  run(
    'cargo',
    ['build', '--release', '-Z', 'build-std=std,panic_abort', '--target', TARGET, '--target-dir', 'target'],
    {
      cwd: folder,
      env: {
        ...environment,
        RUSTC_BOOTSTRAP: '1',
        RUSTC: join(toolchain.folder, 'rustc'),
        RUSTFLAGS: remapFlags(environment, dirname(folder)),
      },
    },
  );
  return join(folder, 'target', TARGET, 'release/deps');
}
