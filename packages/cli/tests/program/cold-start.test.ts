import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/qeil.js', import.meta.url));
const probe = fileURLToPath(new URL('./loaded-libraries.mjs', import.meta.url));
const runtimeEntry = fileURLToPath(new URL('../../../runtime/package.json', import.meta.url));

/** Runs a program under a probe that writes, on exit, the shared libraries and the packages its process has loaded. */
function loadedBy(...argv: string[]) {
  const child = spawnSync(process.execPath, ['--import', pathToFileURL(probe).href, ...argv], { encoding: 'utf8' });
  const line = child.stderr.split('\n').find((each) => each.startsWith('LOADED '));
  if (line === undefined) throw new Error(`the probe said nothing: ${child.stderr}`);
  const loaded: unknown = JSON.parse(line.slice('LOADED '.length));
  return { status: child.status, stdout: child.stdout, loaded: JSON.stringify(loaded) };
}

describe('a process that needs no model loads no native code', () => {
  it('is built', () => {
    expect(existsSync(fileURLToPath(new URL('../../dist/main.js', import.meta.url)))).toBe(true);
  });

  it.each([['--version'], ['--help'], ['plan', '--help'], ['plan', '--sampels', '3'], ['dcotor'], ['eval']])(
    '%j',
    (...argv) => {
      const { loaded } = loadedBy(bin, ...argv);
      expect(loaded).not.toMatch(/onnxruntime|\.node"|vega|zod|protobufjs/);
    },
  );

  it('the probe does see native code and packages where there are some', () => {
    const script = `import { createRequire } from 'node:module'; createRequire(${JSON.stringify(runtimeEntry)})('onnxruntime-node');`;
    expect(loadedBy('--input-type=module', '--eval', script).loaded).toMatch(/onnxruntime/);
    expect(
      loadedBy('--input-type=module', '--eval', `await import(${JSON.stringify(pathToFileURL(bin).href)})`).loaded,
    ).toMatch(/commander/);
  });
});
