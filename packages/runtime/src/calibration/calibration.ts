/** Rates of one device at one point, measured on this machine. Unknown is absent. */
export interface PointCalibration {
  readonly deviceId: string;
  readonly pointName: string;
  /** Measured GEMM rate (FLOP/s). */
  readonly flopRate: number;
  /** Measured memory bandwidth from DRAM (B/s). */
  readonly byteRate: number;
  /** Bandwidth at the model's own working-set size, which may sit in a cache (B/s). */
  readonly workingSetByteRate: number;
  /** Interquartile range over median of each rate's repetitions; wide on a busy machine. */
  readonly spread?: { readonly flopRate: number; readonly byteRate: number; readonly workingSetByteRate: number };
  /** Running a graph of one tiny operation once (s): the least any stage can cost. */
  readonly callOverheadS?: number;
  /** Measured with the model, so absent when calibrated without one. */
  readonly model?: ModelCalibration;
}

/** What runs taught beyond the calibration's own measurements. */
export interface LearntTime {
  /** Factor on the fitted time of every pass of the phase. */
  readonly factor: number;
  /** Measured time it rests on (s); capped, so that it stays able to change. */
  readonly evidenceS: number;
}

/** How one model runs on a device at a point: fitted to measured prefill and decode times. */
export interface ModelCalibration {
  readonly modelDigest: string;
  /**
   * Bandwidth the fit needs where the model reads faster than the benchmark's plain product did (B/s); absent where
   * `workingSetByteRate` explains the times.
   */
  readonly byteRate?: number;
  /** Arithmetic rate reached in prefill and in decode (FLOP/s). */
  readonly prefillFlopRate: number;
  readonly decodeFlopRate: number;
  /** Fixed cost of a prefill and of a decode step, whole model (s). */
  readonly prefillOverheadS: number;
  readonly decodeOverheadS: number;
  /** Cost per row of a decode step beyond the roofline, whole model (s). */
  readonly decodeRowS: number;
  /** Corrections learnt from runs, by phase; absent where nothing was learnt. */
  readonly learnt?: { readonly prefill?: LearntTime; readonly decode?: LearntTime };
  /** CPU time per second busy, in decode: 1 … threads. */
  readonly cpuPerBusy: number;
  /** Measured decode seconds per step at each batch size tried, and what the fit predicts. */
  readonly decodePoints: readonly { readonly rows: number; readonly measuredS: number; readonly predictedS: number }[];
}

/** Coefficients of power, each with where it comes from. */
export interface PowerCoefficients {
  readonly sleepW: number;
  readonly activeW: number;
  readonly perCpuW: number;
  readonly joulePerByte: number;
  readonly source: 'measured' | 'prior';
  readonly detail: string;
}

/** What `qeil calibrate` found; cached by fingerprint and model digest. */
export interface Calibration {
  readonly schema: 'qeil.calibration/1';
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly elapsedS: number;
  readonly points: readonly PointCalibration[];
  /**
   * A crossing between two device processes: from one having computed to the other computing on (s). Null where the model cannot be
   * cut; absent without a model or a second device.
   */
  readonly crossing?: { readonly latencyS: number } | null;
  /** Per memory pool that several devices share: bandwidth at the model's working-set size with all of them reading at once (B/s). */
  readonly togetherByteRate?: Readonly<Record<string, number>>;
  /** Per device id. */
  readonly power: Readonly<Record<string, PowerCoefficients>>;
}
