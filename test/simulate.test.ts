import { expect, test } from 'vitest';
import { z } from 'zod';
import { qeil, withHome } from './support/qeil.js';

test('simulate plans a machine that is not here', { timeout: 120_000 }, async () => {
  await withHome(async (home) => {
    const argv = ['simulate', '--machine', 'qeil-paper', '--family', 'llama-3.1-8b-q4', '-o', 'json'];
    const refused = await qeil(argv, { home });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/unknown/);
    const done = await qeil([...argv, '--priors'], { home });
    expect(done.code, done.stderr).toBe(0);
    const arm = z.object({ name: z.string(), predicted: z.object({ energyJ: z.number().positive() }) });
    const { families } = z
      .object({ schema: z.literal('qeil.simulate/1'), families: z.array(z.object({ arms: z.array(arm).length(4) })) })
      .parse(JSON.parse(done.stdout));
    expect(families).toHaveLength(1);
  });
});
