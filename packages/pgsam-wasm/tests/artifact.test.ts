import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const artifact = new URL('../pkg/', import.meta.url);

it('is built from the Rust sources beside it', () => {
  const script = fileURLToPath(new URL('../../../scripts/build-wasm.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check-digest'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('is small and complete, with nothing that hides it from git or npm', () => {
  expect(readdirSync(artifact).sort()).toEqual([
    'pgsam.d.ts',
    'pgsam.js',
    'pgsam_bg.wasm',
    'pgsam_bg.wasm.d.ts',
    'sources.sha256',
  ]);
  expect(statSync(new URL('pgsam_bg.wasm', artifact)).size).toBeLessThan(256 * 1024);
});
