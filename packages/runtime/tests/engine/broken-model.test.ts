import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, loadModelBundle, startEngine } from '@qeil/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceProcessHandle } from '../../src/engine/device-process-handle.js';
import { launcherFor } from '../../src/engine/pinning.js';
import { DEFAULT_SUPERVISOR_SETTINGS } from '../../src/engine/supervisor-settings.js';
import { CPU, requestOf, TINY_LLAMA, tinyBundle } from '../support/tiny-llama.js';

let directory: string;
let onnxPath: string;
let engine: Engine | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qeil-broken-'));
  await cp(TINY_LLAMA, directory, { recursive: true });
  onnxPath = join(directory, 'onnx', 'model.onnx');
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  await rm(directory, { recursive: true });
});

/** Replace the first occurrence of some bytes. */
async function patch(find: Uint8Array, replacement: Uint8Array): Promise<void> {
  const bytes = await readFile(onnxPath);
  const position = bytes.indexOf(find);
  expect(position).toBeGreaterThan(0);
  bytes.set(replacement, position);
  await writeFile(onnxPath, bytes);
}

describe('a model that only loading shows to be broken', () => {
  // A node's operator is its field 4: tag 0x22, then the length.
  it.each([
    ['is cut off after it was checked', () => truncate(onnxPath, 100_000), 'model-invalid'],
    ['became garbage after it was checked', () => writeFile(onnxPath, 'garbage'), 'model-invalid'],
    ['is gone after it was checked', () => rm(onnxPath), 'file-missing'],
    [
      'has an unknown operator',
      () => patch(Buffer.from('\u0022\u0006MatMul'), Buffer.from('\u0022\u0006MatMux')),
      'model-unsupported',
    ],
    [
      'lacks an input',
      () => patch(Buffer.from('past_key_values.1.key'), Buffer.from('past_key_values.9.key')),
      undefined,
    ],
  ])('%s: a typed error that names it', async (_, breakIt, kind) => {
    const bundle = await loadModelBundle(directory);
    await breakIt();
    engine = await startEngine({ bundle, devices: [CPU] });
    const error: unknown = await engine.sampleWave(requestOf()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: kind ?? expect.stringMatching(/^model-/), remedy: expect.any(String) });
    expect(String(error)).toContain(onnxPath);
    expect(engine.processIds().size).toBe(0);
  });
});

it('NaN weights: output-invalid instead of a sample', async () => {
  // The norm weights of the fixture are 32 ones.
  await patch(
    Buffer.from(new Float32Array(32).fill(1).buffer),
    Buffer.from(new Float32Array(32).fill(Number.NaN).buffer),
  );
  const faults: string[] = [];
  const bundle = await loadModelBundle(directory);
  engine = await startEngine({ bundle, devices: [CPU], onFault: ({ kind }) => faults.push(kind) });
  await expect(engine.sampleWave(requestOf())).rejects.toMatchObject({ kind: 'output-invalid' });
  expect(faults).toEqual(['output-invalid']);
});

describe('a device process', () => {
  const processScript = new URL('../../dist/engine/device-process.js', import.meta.url);
  const load = async (device: typeof CPU) => {
    const settings = { ...DEFAULT_SUPERVISOR_SETTINGS, processScript };
    const handle = new DeviceProcessHandle('cpu', launcherFor(device), settings);
    const { shape, digest, weightByte, maxPositions } = await tinyBundle();
    try {
      return await handle.command(
        {
          type: 'load',
          directory: TINY_LLAMA,
          onnxPath: join(TINY_LLAMA, 'onnx', 'model.onnx'),
          digest,
          sharePrompt: true,
          driver: 'node-binding',
          provider: 'cpu',
          threads: 1,
          layers: shape.layers,
          heads: shape.heads,
          kvHeads: shape.kvHeads,
          headSize: shape.headSize,
          vocabulary: shape.vocabulary,
          weightByte,
          maxPositions,
          stopTokenIds: [],
        },
        'loaded',
        60,
      );
    } finally {
      await handle.close(1);
    }
  };

  it('has telemetry off', async () => {
    expect(await load(CPU)).toMatchObject({ telemetryDisabled: true });
  });

  it('stays on the CPUs of a cluster', async () => {
    const { allowedCpus } = await load(CPU);
    const first = Number.parseInt(allowedCpus ?? '0', 10);
    const cluster = { ...CPU, cpus: [first] };
    // A machine with one CPU, or a system that has no such list, has nothing to hold to.
    const pinned = allowedCpus !== null && cpus().length > 1;
    expect((await load(cluster)).allowedCpus).toBe(pinned ? String(first) : allowedCpus);
  });
});
