/** How a device process looks from outside. */
export type Vitality = 'well' | 'suspect' | 'silent' | 'stuck';

export interface WatchdogLimits {
  readonly suspectAfterS: number;
  readonly heartbeatDeadlineS: number;
}

/**
 * Judges a working process by its heartbeat and its progress. Pure: time comes in by `check`.
 *
 * Time counts only as far as this process itself was awake to see it: if the checks come late, because the parent was busy or the
 * machine slept, the beats are late too, and that is not the child's fault.
 */
export class Watchdog {
  private silentS = 0;
  private unmovedS = 0;
  private progress = 0;

  /**
   * @param checkEveryS - the interval `check` is called at; of a longer gap only twice this is counted
   * @param passDeadlineS - longest time without progress
   * @param beating - false for a process that is still starting: until its first beat only the pass deadline holds for it
   */
  constructor(
    private readonly limits: WatchdogLimits,
    private readonly checkEveryS: number,
    private readonly passDeadlineS: number,
    private beating: boolean,
  ) {}

  /** A beat arrived, with the process's progress counter. */
  beat(progress: number): void {
    this.beating = true;
    this.silentS = 0;
    if (progress !== this.progress) this.moved();
    this.progress = progress;
  }

  /** Something else shows that work gets on: a message. */
  moved(): void {
    this.unmovedS = 0;
  }

  /** `elapsedS` passed since the last check. */
  check(elapsedS: number): Vitality {
    const countedS = Math.min(elapsedS, 2 * this.checkEveryS);
    this.unmovedS += countedS;
    if (this.beating) this.silentS += countedS;
    if (this.silentS > this.limits.heartbeatDeadlineS) return 'silent';
    if (this.unmovedS > this.passDeadlineS) return 'stuck';
    return this.silentS > this.limits.suspectAfterS ? 'suspect' : 'well';
  }
}
