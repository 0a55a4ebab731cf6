/** Limits the supervisor of device processes works by. All times in seconds. */
export interface SupervisorSettings {
  /** A process whose heartbeat is silent this long is looked at: one that the system reports as stopped is replaced at once. */
  readonly suspectAfterS: number;
  /** A process silent this long is replaced whatever its state: a busy machine may starve a healthy one for a while. */
  readonly heartbeatDeadlineS: number;
  /** A forward pass that takes this long beyond the slowest believable speed counts as hung, though the heart beats. */
  readonly progressDeadlineS: number;
  /** Loading the model may take this long. */
  readonly loadDeadlineS: number;
  /** Wait before the first restart; doubles with each death in the window. */
  readonly backoffS: number;
  readonly maximumBackoffS: number;
  /** This many deaths within `deathWindowS` quarantine the device. */
  readonly deathsBeforeQuarantine: number;
  readonly deathWindowS: number;
  /** First quarantine; doubles with each further one. */
  readonly quarantineS: number;
  readonly maximumQuarantineS: number;
  /** A question whose work ends this many processes is set aside. */
  readonly deathsBeforePoison: number;
  /** A process gets this long to leave by itself when the engine closes. */
  readonly closeGraceS: number;
  /** Script of the device process; another one only in tests. */
  readonly processScript: URL;
}

export const DEFAULT_SUPERVISOR_SETTINGS: SupervisorSettings = {
  suspectAfterS: 0.05,
  heartbeatDeadlineS: 2,
  progressDeadlineS: 30,
  loadDeadlineS: 300,
  backoffS: 0.1,
  maximumBackoffS: 5,
  deathsBeforeQuarantine: 3,
  deathWindowS: 60,
  quarantineS: 10,
  maximumQuarantineS: 300,
  deathsBeforePoison: 2,
  closeGraceS: 1,
  processScript: new URL('./device-process.js', import.meta.url),
};
