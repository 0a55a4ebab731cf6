import { expect, test } from 'vitest';
import { z } from 'zod';
import { qeil, withHome } from './support/qeil.js';

test('simulate plans a machine that is not here', { timeout: 120_000 }, async () => {
  await withHome(async (home) => {
    const argv = ['--family', 'llama-3.1-8b-q4', '-o', 'json'];
    const refused = await qeil(['simulate', '--machine', 'dgx-spark', ...argv], { home });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/unknown/);
    // The paper's box is a scenario: it declares its assumptions itself, labels them and varies them.
    const done = await qeil(['simulate', '--machine', 'qeil-paper', ...argv], { home });
    expect(done.code, done.stderr).toBe(0);
    const arm = z.object({ name: z.string(), predicted: z.object({ energyJ: z.number().positive() }) });
    const { families, assumptions, values, sweep, paper } = z
      .object({
        schema: z.literal('qeil.simulate/1'),
        families: z.array(z.object({ arms: z.array(arm).length(4) })),
        assumptions: z.array(z.string()),
        values: z.array(z.object({ kind: z.string(), basis: z.string().min(5) })),
        sweep: z.object({ points: z.array(z.object({ axis: z.string() })) }),
        paper: z.object({ energyChange: z.literal(-0.756), latencyChange: z.literal(-0.383) }),
      })
      .parse(JSON.parse(done.stdout));
    const priors = values.filter(({ kind }) => kind === 'prior').length;
    expect(assumptions.join('\n')).toContain(`${priors} of ${values.length} numbers are priors`);
    const axes = new Set(sweep.points.map(({ axis }) => axis));
    for (const axis of ['standard', 'stopping', 'prior-joulePerFlop', 'prior-coolingShare', 'prior-throttleK'])
      expect(axes).toContain(axis);
    expect(paper.energyChange).toBe(-0.756);
    expect(families).toHaveLength(1);
  });
});
