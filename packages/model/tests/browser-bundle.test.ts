import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluatePlacement, standardPlan } from '../src/index.js';
import { problem } from './placement/fixtures.js';

/** The package as a browser would get it: its published entry, bundled for the web into one script. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: createRequire(import.meta.url).resolve(entry), formats: ['iife'], name: 'qeil', fileName: 'qeil' },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const [chunk, ...others] = outputs;
  expect(others).toEqual([]);
  if (chunk?.type !== 'chunk') throw new Error('the bundler made no script');
  expect(chunk.imports).toEqual([]);
  return chunk.code;
}

/** Runs the script where nothing of Node exists: a fresh context has ECMAScript's globals only. */
function runInBrowserLikeContext(code: string): Record<string, (...args: unknown[]) => unknown> {
  const context = createContext({});
  runInContext(code, context);
  return runInContext('qeil', context);
}

const ENTRIES = ['@qeil/model', '@qeil/model/catalogue', '@qeil/model/validation', '@qeil/model/testing'];

describe.each(ENTRIES)('%s in a browser bundle', (entry) => {
  let code = '';
  beforeAll(async () => {
    code = await bundle(entry);
  });

  it('asks for nothing of Node', () => {
    expect(code.length).toBeGreaterThan(1000);
    for (const trace of [
      /\bnode:/,
      /\brequire\(/,
      /\bprocess\./,
      /\bBuffer\b/,
      /__vite-browser-external/,
      /\bimport\(/,
    ]) {
      expect(code).not.toMatch(trace);
    }
  });

  it('runs there', () => {
    const exported = runInBrowserLikeContext(code);
    expect(Object.keys(exported).length).toBeGreaterThan(3);
    if (entry !== '@qeil/model') return;
    const of = problem();
    expect(exported.evaluatePlacement(of, standardPlan(of))).toEqual(evaluatePlacement(of, standardPlan(of)));
  });
});
