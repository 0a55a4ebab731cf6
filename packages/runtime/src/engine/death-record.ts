export interface DeathLimits {
  readonly backoffS: number;
  readonly maximumBackoffS: number;
  readonly deathsBeforeQuarantine: number;
  readonly deathWindowS: number;
  readonly quarantineS: number;
  readonly maximumQuarantineS: number;
}

/** Remembers the deaths of one device's processes and says when the next may start. Pure: times come in (s, any origin). */
export class DeathRecord {
  private deathsS: number[] = [];
  private quarantines = 0;
  private quarantinedUntilS = Number.NEGATIVE_INFINITY;

  constructor(private readonly limits: DeathLimits) {}

  /** A process died. True when that puts the device into quarantine. */
  died(nowS: number): boolean {
    const { limits } = this;
    this.deathsS = [...this.deathsS.filter((deathS) => nowS - deathS < limits.deathWindowS), nowS];
    if (this.deathsS.length < limits.deathsBeforeQuarantine) return false;
    this.quarantinedUntilS = nowS + Math.min(limits.quarantineS * 2 ** this.quarantines, limits.maximumQuarantineS);
    this.quarantines += 1;
    this.deathsS = [];
    return true;
  }

  /** How long the quarantine still lasts (s), 0 when there is none. */
  quarantineLeftS(nowS: number): number {
    return Math.max(0, this.quarantinedUntilS - nowS);
  }

  /** Wait before the next start (s): none before the first, then doubling with each death in the window. */
  backoffS(nowS: number): number {
    const deaths = this.deathsS.filter((deathS) => nowS - deathS < this.limits.deathWindowS).length;
    return deaths === 0 ? 0 : Math.min(this.limits.backoffS * 2 ** (deaths - 1), this.limits.maximumBackoffS);
  }
}
