// What `npm start` and `npm test` share: install the pinned dependencies and build, each only when something changed.
// Everything said here goes to stderr, so that a command's stdout stays its result.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const MINIMUM_NODE = [20, 19];

/** Environment of every child: local binaries first, no telemetry from the tools or from ONNX Runtime. */
export const environment = {
  ...process.env,
  PATH: [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
  ORT_DISABLE_TELEMETRY: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

/** Run a command to its end; its output goes to stderr unless `stdio` says otherwise. Exits with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) fail(`cannot run ${command}: ${result.error.message}`);
  if (result.signal) process.kill(process.pid, result.signal);
  return result.status ?? 1;
}

function fail(message) {
  process.stderr.write(`qeil: ${message}\n`);
  process.exit(3);
}

function requireStatus(status, what, remedy) {
  if (status !== 0) fail(`${what} failed (exit ${status})\n  try: ${remedy}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const enough = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
  if (!enough) fail(`Node ${process.versions.node} is too old\n  try: install Node ${MINIMUM_NODE.join('.')} or newer`);
}

/** Digest of everything that decides what an install puts on disk. */
function dependencyDigest() {
  const hash = createHash('sha256').update(process.version).update(process.platform).update(process.arch);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function install() {
  const stamp = path.join(root, 'node_modules', '.qeil-installed');
  const digest = dependencyDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  process.stderr.write(`qeil: installing dependencies with ${packageManager} (once)\n`);
  const status = run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only']);
  requireStatus(
    status,
    'installing dependencies',
    'check that the package registry can be reached, then run this again',
  );
  writeFileSync(stamp, digest);
}

function build() {
  const status = run('turbo', ['run', 'build', '--output-logs=errors-only', '--no-update-notifier']);
  requireStatus(status, 'building', 'read the compiler messages above');
}

/** Bring a clone to the state in which the built program can run. */
export function setup() {
  checkNode();
  install();
  build();
}
