import type { DeviceActivity } from '../../src/energy/reading.js';
import type { Engine, WaveRequest, WaveResult } from '../../src/engine/wave.js';

/** How long a fake device takes. */
export interface FakeTimes {
  readonly prefillS: (tokens: number) => number;
  readonly stepS: (rows: number) => number;
  /** CPU seconds per busy second. */
  readonly cpuPerBusy: number;
  /** Every sample's first token is its last. */
  readonly endsAtOnce?: boolean;
}

/** An engine whose devices take exactly the times given, without spending them. Remembers what it was asked. */
export class FakeEngine implements Engine {
  readonly requests: WaveRequest[] = [];
  readonly ended: string[] = [];

  constructor(
    private readonly times: FakeTimes,
    /** Called with the busy seconds of every wave: moves a clock or a counter. */
    private readonly onWork: (busyS: number) => void = () => undefined,
  ) {}

  async sampleWave(request: WaveRequest): Promise<WaveResult> {
    this.requests.push(request);
    const { prefill, decode, promptTokenIds, sampleIndices, sampling } = request;
    const steps = this.times.endsAtOnce ? 0 : sampling.maxNewTokens - 1;
    const rows = sampleIndices.length;
    const prefillS = this.times.prefillS(promptTokenIds.length);
    const decodeS = steps * this.times.stepS(rows);
    this.onWork(prefillS + decodeS);
    const done = (busyS: number) => ({ busyS, cpuS: busyS * this.times.cpuPerBusy, trafficByte: 0 });
    const activity: DeviceActivity[] = [
      { ...prefill, ...done(prefillS), phase: 'prefill', passes: 1, tokens: promptTokenIds.length },
      { ...decode, ...done(decodeS), phase: 'decode', passes: steps, tokens: steps * rows },
    ];
    return { samples: [], activity, wallS: prefillS + decodeS, restarts: 0 };
  }

  async endQuestion(questionId: string): Promise<void> {
    this.ended.push(questionId);
  }

  kvStrategies(): ReturnType<Engine['kvStrategies']> {
    return new Map();
  }

  async keepOnly(): Promise<void> {}

  processIds(): ReadonlyMap<string, number> {
    return new Map();
  }

  async close(): Promise<void> {}
}
