import type { EvaluationArm } from '../../src/evaluation/arm.js';
import type { ExecutablePlan } from '../../src/planning/executable-plan.js';

export interface FakeArmOptions extends Partial<Omit<EvaluationArm, 'plan'>> {
  readonly waveSize?: number;
  readonly keepPrompt?: boolean;
}

/** An arm on one device called `cpu`. */
export function fakeArm({ waveSize = 4, keepPrompt = true, ...arm }: FakeArmOptions = {}): EvaluationArm {
  return { name: 'arm', budget: 8, rule: 'none', selection: 'majority', ...arm, plan: fakePlan(waveSize, keepPrompt) };
}

function fakePlan(waveSize: number, keepPrompt: boolean): ExecutablePlan {
  const placement = { deviceId: 'cpu', pointName: '1 thread' };
  return {
    name: 'v2',
    prefill: placement,
    decode: placement,
    waveSize,
    keepPrompt,
    predicted: {
      energyJ: 2,
      latencyS: 3,
      underUtilisation: 0,
      violation: 0,
      breakdown: { switching: 0, traffic: 0, active: 2, sleep: 0, leakage: 0, links: 0, board: 0 },
      thermal: [],
      memoryPressure: [],
      seconds: { prefill: 1, kvMove: 0, decode: 2 },
      waves: 1,
    },
    plan: { prefillDevice: [0], decodeDevice: [0], point: [0], waveSize, microBatches: 1 },
    certificate: { kind: 'heuristic' },
  };
}
