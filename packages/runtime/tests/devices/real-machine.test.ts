import { discoverMachine } from '@qeil/runtime';
import { expect, test } from 'vitest';

// Through the built package: the probes' child scripts exist only there.
test('this machine: a CPU, and for every other provider a device or a reason', async () => {
  const machine = await discoverMachine();
  const [cpu] = machine.devices;
  expect(cpu?.provider).toBe('cpu');
  expect(cpu?.points[0]).toEqual({ name: '1-thread', threads: 1 });
  expect(machine.logicalCpus).toBeGreaterThan(0);
  const [memory] = machine.memoryPools;
  expect(memory?.id).toBe('system');
  expect(memory?.availableByte).toBeLessThanOrEqual(memory?.totalByte ?? 0);
  const known = [...machine.devices, ...machine.absences].map(({ provider }) => provider);
  expect(known).toContain('webgpu');
  for (const absence of machine.absences) expect(absence.reason.length).toBeGreaterThan(10);
});
