import { expect, test } from 'vitest';
import { contentionWarning } from '../../src/calibration/contention.js';
import { MACHINE } from '../support/calibrations.js';

test('a CPU device that waited for its cores is told, one that did not and a GPU are not', () => {
  const [cpu, , gpu] = MACHINE.devices;
  if (cpu === undefined || gpu === undefined) throw new Error('the fixture has both');
  expect(contentionWarning(cpu, 0.15)).toContain('15 % of one CPU');
  expect(contentionWarning(cpu, 1.9)).toBeUndefined();
  expect(contentionWarning(gpu, 0.05)).toBeUndefined();
});
