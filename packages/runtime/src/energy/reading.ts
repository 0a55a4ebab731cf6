/**
 * Where joules come from: a hardware `counter` (RAPL, NVML, INA), `polled` power integrated over time, `shared` (a package
 * counter minus a baseline), `modelled` (measured time and CPU time × labelled coefficients), or `none`.
 */
export type EnergySource = 'counter' | 'polled' | 'shared' | 'modelled' | 'none';

/** Energy of one window. */
export interface EnergyReading {
  /** J; null when unknown, never 0 for unknown. */
  readonly energyJ: number | null;
  readonly source: EnergySource;
  /** What the reading covers and with what coefficients, in words a person can check. */
  readonly detail: string;
  readonly wallS: number;
}

/** What one device did in one phase of a window, reported by its process; the modelled meter and the calibration need it. */
export interface DeviceActivity {
  readonly deviceId: string;
  readonly pointName: string;
  readonly phase: 'prefill' | 'decode';
  /** Time the device process spent executing this phase, host work between passes included (s). */
  readonly busyS: number;
  /** CPU time of the device process in that time, all threads (s). */
  readonly cpuS: number;
  /** Forward passes: prompts in prefill, steps in decode. */
  readonly passes: number;
  /** Tokens fed through: prompt tokens in prefill, Σ over steps of the rows that ran in decode. */
  readonly tokens: number;
  /** Modelled memory traffic of that work: weights per pass, KV read and written (B). */
  readonly trafficByte: number;
}

/** Measures windows of energy. One meter may have several windows open. */
export interface EnergyMeter {
  readonly source: EnergySource;
  readonly detail: string;
  open(): EnergyWindow;
}

export interface EnergyWindow {
  /** Close the window. `activity` is what the devices did inside it. */
  close(activity: readonly DeviceActivity[]): EnergyReading;
}
