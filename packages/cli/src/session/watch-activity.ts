import type { DeviceActivity, Engine } from '@qeil/runtime';
import { observeWaves } from './observe-waves.js';

/** What one device did for one arm in one phase, summed. */
export interface ArmActivity extends DeviceActivity {
  readonly arm: string;
}

export interface ActivityWatch {
  /** The engine watched, to be used in place of the one given. */
  readonly engine: Engine;
  /** Count what was done since the last call to this arm. */
  assign(arm: string): void;
  activity(): readonly ArmActivity[];
}

/** Sums device activity by arm, device, point and phase, as waves report it. */
export function watchActivity(engine: Engine): ActivityWatch {
  const sums = new Map<string, ArmActivity>();
  let fresh: DeviceActivity[] = [];
  const watched = observeWaves(engine, ({ activity }) => fresh.push(...activity));
  return {
    engine: watched,
    assign(arm) {
      for (const each of fresh) {
        const key = JSON.stringify([arm, each.deviceId, each.pointName, each.phase]);
        sums.set(key, plus({ arm, ...each }, sums.get(key)));
      }
      fresh = [];
    },
    activity: () => [...sums.values()],
  };
}

function plus(each: ArmActivity, sum: ArmActivity | undefined): ArmActivity {
  if (sum === undefined) return each;
  return {
    ...each,
    busyS: each.busyS + sum.busyS,
    cpuS: each.cpuS + sum.cpuS,
    passes: each.passes + sum.passes,
    tokens: each.tokens + sum.tokens,
    trafficByte: each.trafficByte + sum.trafficByte,
  };
}
