import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelBundle } from '@qeil/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load as loadPlainLoop } from '../src/arms/plain-loop.js';
import { load as loadQeil } from '../src/arms/qeil.js';
import { load as loadTransformers } from '../src/arms/transformers-js.js';
import { prepareModel } from '../src/bench-model.js';
import { promptOf } from '../src/measure-case.js';
import { benchOptions } from '../src/options.js';
import { writeRandomWeights } from '../src/random-weights.js';
import { roofOf } from '../src/roofline.js';
import { median } from '../src/statistics.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bench-engine-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the arms', () => {
  it('draw the same greedy tokens from the shipped model, as many as asked for', async () => {
    const model = await prepareModel('mini', folder);
    const generation = {
      promptTokenIds: promptOf(33, model.vocabulary),
      rows: 3,
      newTokens: 12,
      temperature: 0,
      seed: 1,
    };
    const drawn = [];
    for (const [load, options] of [
      [loadPlainLoop, {}],
      [loadTransformers, {}],
      [loadQeil, { driver: 'c-api' }],
      [loadQeil, { driver: 'node-binding' }],
    ] as const) {
      const arm = await load(model, options);
      drawn.push((await arm.generate(generation)).tokenIds);
      await arm.close();
    }
    const [first, ...others] = drawn;
    expect(first?.map((ids) => ids.length)).toEqual([12, 12, 12]);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('prepareModel', () => {
  it('says how many weights the products of the shipped model have', async () => {
    const model = await prepareModel('mini', folder);
    const { weightByte, shape } = await loadModelBundle(model.directory);
    // The table of embeddings, eleven norms and the graph itself are in the file too.
    const others = 4 * (shape.vocabulary * shape.width + 11 * shape.width);
    expect(weightByte - others - model.weightByte).toBeGreaterThanOrEqual(0);
    expect(weightByte - others - model.weightByte).toBeLessThan(0.03 * weightByte);
  });
});

describe('writeRandomWeights', () => {
  it('writes the same weights again, each where it says', async () => {
    const weights = [
      { name: 'norm', dims: [7] },
      { name: 'matrix', dims: [16, 5] },
    ];
    const write = async (file: string) => {
      const places = await writeRandomWeights(path.join(folder, file), weights);
      return { places, bytes: await readFile(path.join(folder, file)) };
    };
    const [first, second] = [await write('a'), await write('b')];
    expect(second).toEqual(first);
    const { offset = 0, length = 0 } = first.places.get('matrix') ?? {};
    const values = new Float32Array(new Uint8Array(first.bytes.subarray(offset, offset + length)).buffer);
    expect(values).toHaveLength(80);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 / 4);
    expect(new Set(values).size).toBeGreaterThan(70);
  });
});

describe('roofOf', () => {
  const model = {
    name: 'x',
    directory: '',
    layers: 2,
    kvHeads: 2,
    headSize: 4,
    queriesPerKey: 3,
    vocabulary: 8,
    productWeights: 1000,
    weightByte: 4000,
  };
  it('is one reading of weights and cache at one row, and grows with rows until arithmetic limits', () => {
    const machine = { flopRate: 1e5, byteRate: 1e5, threads: 1 };
    // 2 · 2 layers · 2 heads · 4 numbers = 32 a position, 4 B each.
    expect(roofOf(model, machine, 1, { own: 5, shared: 5 })).toEqual({ stepS: (4000 + 1280) / 1e5, limit: 'memory' });
    const many = roofOf(model, machine, 100, { own: 5, shared: 5 });
    expect(many).toEqual({ stepS: (2 * 100 * (1000 + 3 * 10 * 32)) / 1e5, limit: 'arithmetic' });
  });
  it('never falls with more rows or positions', () => {
    const amount = fc.integer({ min: 1, max: 1e4 });
    fc.assert(
      fc.property(amount, amount, amount, amount, (rows, own, shared, more) => {
        const machine = { flopRate: 1e9, byteRate: 1e8, threads: 1 };
        const { stepS } = roofOf(model, machine, rows, { own, shared });
        expect(roofOf(model, machine, rows + more, { own, shared }).stepS).toBeGreaterThanOrEqual(stepS);
        expect(roofOf(model, machine, rows, { own: own + more, shared }).stepS).toBeGreaterThanOrEqual(stepS);
      }),
    );
  });
});

describe('benchOptions', () => {
  it('takes lists, and refuses what it does not know', () => {
    expect(benchOptions(['--quick', '--prompts', '8,16', '-o', 'json'])).toMatchObject({
      prompts: [8, 16],
      output: 'json',
      rounds: 3,
    });
    expect(() => benchOptions(['--models', 'huge'])).toThrow('mini, small, large');
    expect(() => benchOptions(['--rounds', '0'])).toThrow('above 0');
    expect(() => benchOptions(['-o', 'xml'])).toThrow('json or table');
  });
});

describe('median', () => {
  it('lies between halves', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});
