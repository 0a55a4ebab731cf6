import { cpus } from 'node:os';
import { readSystemText } from './system-files.js';

/** Marketing name of the processor or board, as the system gives it; `unknown processor` when it does not. */
export function readCpuModel(root: string): string {
  const text = readSystemText(root, 'proc/cpuinfo') ?? '';
  // x86 says "model name", MIPS "cpu model", 32-bit Arm "Hardware" or "Model"; x86's lower-case "model" is a number.
  const named = /^(?:model name|cpu model|Hardware|Model)\s*:\s*(.+)$/m.exec(text)?.[1];
  // Boards without a name in cpuinfo (most Arm ones) carry it in the device tree, ending in a NUL.
  const board = readSystemText(root, 'proc/device-tree/model')?.replaceAll('\0', '');
  const found = [named, board, root === '/' ? cpus()[0]?.model : undefined].find((name) => name?.trim());
  return found?.trim().replace(/\s+/g, ' ') ?? 'unknown processor';
}
