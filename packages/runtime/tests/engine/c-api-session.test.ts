import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { matMulGraph } from '../../src/devices/tiny-graph.js';
import { cApiDriver } from '../../src/engine/driver/c-api-driver.js';
import { emptyTensor, type HostTensor, tensorOfBytes } from '../../src/engine/driver/host-tensor.js';
import { nodeBindingDriver } from '../../src/engine/driver/node-binding-driver.js';
import type { DriverSession } from '../../src/engine/driver/session-driver.js';

const directory = mkdtempSync(join(tmpdir(), 'qeil-driver-'));
const path = join(directory, 'product.onnx');
const options = { provider: 'cpu', threads: 1, spinUs: 0 } as const;
let session: DriverSession;
beforeAll(async () => {
  writeFileSync(path, matMulGraph());
  session = await cApiDriver.open(path, options);
});
afterAll(async () => {
  await session.release();
  rmSync(directory, { recursive: true });
});

const matrix = (rows: number, columns: number): HostTensor => {
  const values = Float32Array.from({ length: rows * columns }, (_, index) => ((index * 7) % 17) / 8 - 1);
  return tensorOfBytes('float32', new Uint8Array(values.buffer), [rows, columns]);
};
const feedsOf = (size: number) =>
  new Map([
    ['A', matrix(size, size)],
    ['B', matrix(size, size)],
  ]);

it('says what a graph takes and gives, as the binding does', async () => {
  const portable = await nodeBindingDriver.open(path, options);
  expect(session.inputs).toEqual([
    { name: 'A', type: 'float32', dims: ['m', 'k'] },
    { name: 'B', type: 'float32', dims: ['k', 'n'] },
  ]);
  expect(session.inputs).toEqual(portable.inputs);
  expect(session.outputs).toEqual(portable.outputs);
  await portable.release();
});

it.each([1, 5, 67])('computes what the binding computes, in place and not, at size %i', async (size) => {
  const portable = await nodeBindingDriver.open(path, options);
  const expected = (await portable.run(feedsOf(size), new Map([['Y', undefined]]))).get('Y');
  await portable.release();
  for (let pass = 0; pass < 3; pass += 1) {
    expect((await session.run(feedsOf(size), new Map([['Y', undefined]]))).get('Y')).toEqual(expected);
    const target = emptyTensor('float32', [size, size]);
    const written = (await session.run(feedsOf(size), new Map([['Y', target]]))).get('Y');
    expect(written).toBe(target);
    expect(target).toEqual(expected);
  }
});

it('reads tensors without elements', async () => {
  const feeds = new Map([
    ['A', matrix(0, 3)],
    ['B', matrix(3, 2)],
  ]);
  expect((await session.run(feeds, new Map([['Y', undefined]]))).get('Y')).toMatchObject({ dims: [0, 2] });
});

it('says in ONNX Runtime’s words what is wrong, and goes on', async () => {
  await expect(session.run(new Map([['A', matrix(2, 2)]]), new Map([['Y', undefined]]))).rejects.toThrow(/B/);
  const crooked = new Map([
    ['A', matrix(2, 3)],
    ['B', matrix(2, 3)],
  ]);
  await expect(session.run(crooked, new Map([['Y', undefined]]))).rejects.toThrow(/MatMul/);
  await expect(cApiDriver.open(join(directory, 'none.onnx'), options)).rejects.toThrow(/File doesn't exist/);
  expect((await session.run(feedsOf(2), new Map([['Y', undefined]]))).get('Y')).toMatchObject({ dims: [2, 2] });
});

it('refuses bytes that are not the tensor they claim to be', async () => {
  const short = { ...matrix(2, 2), dims: [200, 200] };
  await expect(session.run(new Map([['A', short]]), new Map([['Y', undefined]]))).rejects.toThrow('16 bytes');
});

it('leaves the event loop free during a long pass, and ends it when told', async () => {
  // Starts from a fresh session: its first pass is never taken for a brief one.
  const own = await cApiDriver.open(path, options);
  let turns = 0;
  let over = false;
  const turn = (): void => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await own.run(feedsOf(700), new Map([['Y', undefined]]));
  over = true;
  expect(turns).toBeGreaterThan(3);
  // Told when nothing runs, it has no effect on the next pass.
  expect(own.terminate()).toBe(true);
  await own.run(feedsOf(3), new Map([['Y', undefined]]));
  await own.release();
});
