import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isRunning, until } from '../support/processes.js';
import { TINY_LLAMA } from '../support/tiny-llama.js';

it('device processes, busy and idle, end when their parent is killed', async () => {
  const script = fileURLToPath(new URL('../fixtures/orphan-parent.mjs', import.meta.url));
  const parent = spawn(process.execPath, [script, TINY_LLAMA], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  const ids: number[] = JSON.parse(String(line));
  expect(ids).toHaveLength(2);
  expect(ids.every(isRunning)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !ids.some(isRunning));
});
