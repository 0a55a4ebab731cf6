import { describe, expect, test } from 'vitest';
import type { ChildOutcome } from '../../src/child-process/run-child.js';
import { discoverMachine } from '../../src/devices/discover-machine.js';
import { parseNvidiaGpu } from '../../src/devices/gpu-memory.js';
import { type ProbeRunner, probeProvider } from '../../src/devices/provider-probe.js';
import { fakeRoot } from '../support/fake-root.js';
import { HOMOGENEOUS } from '../support/machines.js';

const answers =
  (value: unknown): ProbeRunner =>
  async () => ({ ok: true, value });

describe('what a probe’s outcome means', () => {
  const reasonOf = async (run: ProbeRunner) => {
    const outcome = await probeProvider('webgpu', run);
    return outcome.usable ? 'usable' : outcome.absence.reason;
  };

  test('right numbers: usable', async () => {
    expect(await reasonOf(answers({ difference: 1e-6, magnitude: 10 }))).toBe('usable');
  });

  test('wrong numbers: absent, with the size of the error', async () => {
    expect(await reasonOf(answers({ difference: 1, magnitude: 10 }))).toBe(
      'webgpu computes wrong numbers: off by 1.00 where the largest is 10',
    );
  });

  test('ONNX Runtime’s own words, without its source location', async () => {
    const error =
      '/src/core/providers/webgpu/webgpu_context.cc:136 void onnxruntime::f()::<lambda()> a == b was false. Failed to get a WebGPU adapter: No supported adapters';
    expect(await reasonOf(answers({ error }))).toBe('Failed to get a WebGPU adapter: No supported adapters');
  });

  test('a crash or a hang is a reason, not an exception', async () => {
    const died: ChildOutcome = { ok: false, reason: 'the child was killed by SIGABRT: what(): boom' };
    expect(await reasonOf(async () => died)).toContain('SIGABRT');
  });

  test('an answer nobody expects', async () => {
    for (const value of [null, 3, [], { difference: 'x' }, { magnitude: 1 }]) {
      expect(await reasonOf(answers(value))).toBe('the webgpu probe gave no usable answer');
    }
  });
});

describe.runIf(process.platform === 'linux')('providers on Linux', () => {
  test('one in the build that computes becomes a device, one missing from it an absence', async () => {
    const probe: ProbeRunner = async (request) => ({
      ok: true,
      value: 'list' in request ? { providers: ['cpu', 'webgpu'] } : { difference: 0, magnitude: 1 },
    });
    const { devices, absences } = await discoverMachine({ root: fakeRoot(HOMOGENEOUS), probe });
    expect(devices.map(({ id }) => id)).toEqual(['cpu', 'webgpu']);
    expect(absences).toHaveLength(1);
    expect(absences[0]).toMatchObject({ provider: 'cuda', reason: expect.stringContaining('has no cuda provider') });
  });

  test('an ONNX Runtime that cannot be loaded leaves the CPU and says why', async () => {
    const probe: ProbeRunner = async () => ({ ok: false, reason: 'the child exited with 1: no such module' });
    const { devices, absences } = await discoverMachine({ root: fakeRoot(HOMOGENEOUS), probe });
    expect(devices.map(({ id }) => id)).toEqual(['cpu']);
    expect(absences.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('no such module')));
  });
});

test('nvidia-smi’s line', () => {
  expect(parseNvidiaGpu('NVIDIA GeForce RTX 4060 Laptop GPU, 8188, 7900\n')).toEqual({
    name: 'NVIDIA GeForce RTX 4060 Laptop GPU',
    pool: { id: 'cuda', totalByte: 8188 * 2 ** 20, availableByte: 7900 * 2 ** 20 },
  });
  expect(parseNvidiaGpu('No devices were found\n')).toBeUndefined();
});
