/** What an arm did in how long. */
export interface Sample {
  readonly evaluations: number;
  /** Processor time, or time on the wall where the system does not say it (s). */
  readonly seconds: number;
  /** A sum of costs, which shows that the arms did the same work. */
  readonly checksum: number;
}

/** A sum that can be repeated until it has lasted long enough to be timed (s). */
const LEAST_SECONDS = 0.1;

/** Processor time of the whole process, compiler and garbage collector included (s). */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Repeats `round`, which returns its checksum, until it has lasted {@link LEAST_SECONDS}. */
export function timed(evaluationsPerRound: number, round: () => number): Sample {
  const begun = cpuSeconds();
  for (let evaluations = evaluationsPerRound; ; evaluations += evaluationsPerRound) {
    const checksum = round();
    const seconds = cpuSeconds() - begun;
    if (seconds >= LEAST_SECONDS) return { evaluations, seconds, checksum };
  }
}
