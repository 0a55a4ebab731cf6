/** A value to use where nothing is known, with what it rests on. Used on request only, and then marked. */
export interface Prior {
  readonly value: number;
  /** Lowest and highest that the basis holds. */
  readonly range: readonly [low: number, high: number];
  readonly basis: string;
}

const FITS = 'docs/validation.md';

/** Everything that may be filled in, so that a reader sees it in one place. */
export const PRIORS = {
  /** Reached share of peak bandwidth in decode. */
  bandwidthEfficiency: {
    value: 0.65,
    range: [0.37, 0.79],
    basis: 'bandwidth efficiency 0.65 of peak, median of 21 published systems, range 0.37–0.79',
  },
  /** Reached share of the peak arithmetic rate. */
  arithmeticEfficiency: {
    value: 0.42,
    range: [0.2, 0.7],
    basis: `arithmetic efficiency 0.42 of peak, one device (H100 in decode, ${FITS}); the range is a guess`,
  },
  /** Fixed cost of running one stage (s). */
  stageOverheadS: {
    value: 1e-4,
    range: [5.7e-5, 1.5e-4],
    basis: `stage overhead 100 µs, two devices (H100 57 µs, Orin Nano 107–148 µs, ${FITS})`,
  },
  /** ε_m (J/B). */
  joulePerByte: {
    value: 99.9e-12,
    range: [32e-12, 112e-12],
    basis: `100 pJ/B, one device (H100 board, ${FITS}); memory alone takes 32–112 pJ/B (4–14 pJ/bit, O’Connor et al., MICRO 2017)`,
  },
  /** ε_f (J/FLOP). */
  joulePerFlop: {
    value: 7.6e-12,
    range: [1.4e-12, 51e-12],
    basis: `7.6 pJ/FLOP, geometric mean of two devices (H100 board 1.4, Orin Nano rail 36–51, ${FITS})`,
  },
  /** π₀ as a share of the design power. */
  activePowerShare: {
    value: 0.19,
    range: [0.12, 0.3],
    basis: `constant power 0.19 of the design power, geometric mean of two devices (Orin Nano rail at 25 W 0.12, H100 0.3, ${FITS})`,
  },
  /** Power while powered and not busy, as a share of the design power. */
  sleepPowerShare: {
    value: 0.16,
    range: [0.16, 0.16],
    basis:
      'idle power 0.16 of the design power, one device (A100: 62 W of 400 W, github.com/chuyishang/inference-energy)',
  },
  /** Share of a shared memory that a model can use. */
  usableShare: {
    value: 0.9,
    range: [0.87, 0.93],
    basis: 'usable memory 0.9 of capacity, one device (Orin Nano: 7–7.4 of 8 GB, smolbenchmark)',
  },
  /** Memory of a device's process besides weights and KV (B). */
  runtimeByte: {
    value: 150e6,
    range: [50e6, 500e6],
    basis: 'a process of 150 MB, the engine’s budget; the range is a guess',
  },
  linkByteRate: {
    value: 12e9,
    range: [4e9, 25e9],
    basis: 'a link of 12 GB/s: PCIe 4.0 x8 at three quarters of its 16 GB/s; the range spans x4 to x16',
  },
  linkLatencyS: { value: 2e-5, range: [5e-6, 1e-4], basis: 'a hand-over of 20 µs; a guess' },
  /**
   * How far from ambient to throttling the cooler lets the chip get at its power limit: R = share·(T_throttle − T_amb)/limit, where
   * nobody measured R.
   */
  coolingShare: {
    value: 0.8,
    range: [0.65, 1],
    basis:
      'a cooler that holds the chip at 0.8 of the way from ambient to throttling at its power limit; 0.65 is a Raspberry Pi 5 (4.8 K/W at 7.5 W of its 55 K), 1 a cooler with no reserve',
  },
  /** Temperature at which a chip slows down (K). */
  throttleK: {
    value: 368.15,
    range: [353.15, 378.15],
    basis:
      'throttling at 95 °C, which a Snapdragon X Elite reached without slowing (Hex-CLI report); the range is a Raspberry Pi 5’s 80 °C to a recollection of 105 °C for Intel’s mobile parts',
  },
  /** Temperature around the machine (K). */
  ambientK: { value: 298.15, range: [288.15, 308.15], basis: 'a room of 25 °C' },
} as const satisfies Record<string, Prior>;

/** A name in {@link PRIORS}. */
export type PriorName = keyof typeof PRIORS;

/** Every prior, perhaps with other values than the shipped ones. */
export type PriorTable = Readonly<Record<PriorName, Prior>>;

/** The shipped priors with some values replaced; the basis then says so, and what stood there. */
export function priorsWith(values: Readonly<Partial<Record<PriorName, number>>>): PriorTable {
  const replaced = Object.entries(PRIORS).map(([name, shipped]): [string, Prior] => {
    const value = values[name as PriorName];
    if (value === undefined) return [name, shipped];
    return [name, { ...shipped, value, basis: `set to ${value} by the caller instead of: ${shipped.basis}` }];
  });
  return Object.fromEntries(replaced) as unknown as PriorTable;
}
