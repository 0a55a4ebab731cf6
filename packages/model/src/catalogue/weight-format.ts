import { type Guard, requirePositive, requireThat } from '../_internals/require.js';
import type { Arithmetic } from './fill-rates.js';

/** How weights are stored and computed with. */
export interface WeightFormat {
  readonly name: string;
  /** Real bits per parameter: Q4_K_M is 4.89. */
  readonly bitsPerParameter: number;
  readonly arithmetic: Arithmetic;
}

/** @throws {InvalidValueError} if the bits are not > 0 or the arithmetic is not known */
export function checkFormat({ bitsPerParameter, arithmetic }: WeightFormat): void {
  const guard: Guard = {
    where: 'machineToDevices',
    remedy: 'give the format’s real bits per weight and its arithmetic',
  };
  requirePositive(guard, 'format.bitsPerParameter', bitsPerParameter);
  const isKnown = ['fp32', 'fp16', 'int8'].includes(arithmetic);
  requireThat(isKnown, guard, 'format.arithmetic', arithmetic, 'be fp32, fp16 or int8');
}
