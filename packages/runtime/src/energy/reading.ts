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

/** What devices did in a window, reported by the device processes; the modelled meter needs it. */
export interface DeviceActivity {
  readonly deviceId: string;
  readonly pointName: string;
  /** Time the device process spent executing (s). */
  readonly busyS: number;
  /** CPU time of the device process, all threads (s). */
  readonly cpuS: number;
  readonly prefillTokens: number;
  readonly decodeSteps: number;
  /** Σ over decode steps of the rows that ran. */
  readonly decodeRows: number;
  /** Modelled memory traffic of that work (B). */
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
