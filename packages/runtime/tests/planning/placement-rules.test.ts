import { seededRandom } from '@qeil/model';
import { randomPlacementProblem } from '@qeil/model/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withPlacementRules } from '../../src/planning/placement-rules.js';

const base = {
  ...randomPlacementProblem(seededRandom(4, 'placement rules'), { devices: 1, stages: 1, samples: 2 }),
  wholePhases: false,
};
const [stage] = base.stages;
const [device] = base.devices;
if (stage === undefined || device === undefined) throw new RangeError('a random problem has a stage and a device');
const names = ['embedding', 'layer 0', 'layer 1', 'layer 2', 'layer 3', 'head'];
const everywhere = names.map(() => [true, true, true]);
/** Only what the rules look at: names, the number of devices, and what is allowed. */
const problem = {
  ...base,
  stages: names.map((name) => ({ ...stage, name })),
  devices: ['a-cpu', 'a-igpu', 'ai-npu-2'].map((name) => ({ ...device, name })),
  allowed: [everywhere, everywhere] as const,
};
const only = (index: number) => [0, 1, 2].map((other) => other === index);

describe('withPlacementRules', () => {
  it('pins a range of layers in both phases and leaves the rest', () => {
    const { allowed } = withPlacementRules(problem, { pins: ['layer1-2=npu'] });
    for (const phase of allowed) {
      expect(phase).toEqual(names.map((_, index) => (index === 2 || index === 3 ? only(2) : [true, true, true])));
    }
  });

  it('pins one phase, and forbids a device everywhere', () => {
    const { allowed } = withPlacementRules(problem, { pins: ['decode:all=a-cpu'], forbids: ['igpu'] });
    expect(allowed[0]).toEqual(names.map(() => [true, false, true]));
    expect(allowed[1]).toEqual(names.map(() => only(0)));
  });

  it('changes nothing without rules, and never its input', () => {
    expect(withPlacementRules(problem, {}).allowed).toEqual(problem.allowed);
    withPlacementRules(problem, { forbids: ['head=igpu'] });
    expect(everywhere.flat().every(Boolean)).toBe(true);
  });

  it.each([
    [{ pins: ['npu'] }, /which stages/],
    [{ pins: ['layer0-9=npu'] }, /no stage is called layer0-9; the last is layer3/],
    [{ pins: ['layer3-1=npu'] }, /no stage/],
    [{ forbids: ['tpu'] }, /there is no device tpu, only a-cpu, a-igpu, ai-npu-2/],
    [{ forbids: ['a'] }, /there is no device a/],
    [{ pins: ['train:all=npu'] }, /not understood|no stage/],
    [{ pins: ['head=npu', 'head=a-cpu'] }, /leave no plan: no device may run head in prefill/],
    [{ forbids: ['a-cpu', 'igpu', 'npu'] }, /leave no plan/],
  ])('refuses %o', (rules, message) => {
    expect(() => withPlacementRules(problem, rules)).toThrow(message);
  });

  it('refuses what no whole phase can keep', () => {
    const whole = { ...problem, wholePhases: true };
    expect(() => withPlacementRules(whole, { pins: ['layer0=npu', 'layer1=igpu'] })).toThrow(
      /keeps a phase on one device/,
    );
  });

  it('never crashes on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          withPlacementRules(problem, { pins: [text] });
        } catch (error) {
          expect(error).toMatchObject({ name: 'QeilError' });
        }
      }),
    );
  });
});
