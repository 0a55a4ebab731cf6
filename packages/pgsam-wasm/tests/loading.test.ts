import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';

const bytes = readFileSync(new URL('../pkg/pgsam_bg.wasm', import.meta.url));

/** A fresh copy of the package in a place without a file system, as a browser is one. */
async function inBrowser(response: () => Promise<Response>) {
  vi.resetModules();
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
  vi.stubGlobal('fetch', response);
  return await import('../src/index.js');
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it('in a browser asks for loadPgsam, and works after it', async () => {
  const served = () => Promise.resolve(new Response(bytes, { headers: { 'content-type': 'application/wasm' } }));
  const { hypervolume3, loadPgsam, PgsamNotLoadedError } = await inBrowser(served);
  expect(() => hypervolume3([], [1, 1, 1])).toThrow(PgsamNotLoadedError);
  await loadPgsam();
  expect(hypervolume3([[0, 0, 0]], [1, 1, 1])).toBe(1);
});

it('in a browser a failed download rejects and can be tried again', async () => {
  let attempts = 0;
  const flaky = () => {
    attempts += 1;
    if (attempts === 1) return Promise.reject(new TypeError('offline'));
    return Promise.resolve(new Response(bytes, { headers: { 'content-type': 'application/wasm' } }));
  };
  const { loadPgsam, PgsamNotLoadedError } = await inBrowser(flaky);
  await expect(loadPgsam()).rejects.toBeInstanceOf(PgsamNotLoadedError);
  await loadPgsam();
  expect(attempts).toBe(2);
});
