import type { WireActivity } from './protocol.js';

/** Adds up what one phase of one wave cost this process. Time is monotonic; CPU time is that of all threads. */
export class ActivityClock {
  private busyS = 0;
  private cpuS = 0;
  private passes = 0;
  private tokens = 0;
  private trafficByte = 0;

  constructor(private readonly phase: WireActivity['phase']) {}

  /** Run work on this clock. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const start = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    try {
      return await work();
    } finally {
      const used = process.cpuUsage(cpu);
      this.cpuS += (used.user + used.system) / 1e6;
      this.busyS += Number(process.hrtime.bigint() - start) / 1e9;
    }
  }

  /** One forward pass: the tokens fed through it and the memory traffic it stands for (B). */
  pass(tokens: number, trafficByte: number): void {
    this.passes += 1;
    this.tokens += tokens;
    this.trafficByte += trafficByte;
  }

  /** What was counted; undefined when the phase did not run here. */
  get activity(): WireActivity | undefined {
    const { phase, busyS, cpuS, passes, tokens, trafficByte } = this;
    return busyS === 0 ? undefined : { phase, busyS, cpuS, passes, tokens, trafficByte };
  }
}
