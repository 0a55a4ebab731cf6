import type { PlacementProblem } from '@qeil/model';

/** A plan as the optimisers see it: flat, as `batchEvaluator` takes it. */
export type Genes = Uint32Array;

/** Positions and choices of a flat plan, and the one repair rule of all arms. */
export class PlanSpace {
  readonly stages: number;
  readonly devices: number;
  readonly width: number;
  readonly wave: number;
  readonly microBatches: number;
  readonly largestWave: number;
  readonly wholePhases: boolean;
  /** Rows that are placed one by one: stages of a phase, or the phase itself. */
  readonly rows: number;
  readonly pointCounts: readonly number[];
  /** `allowed[phase · stages + stage]`: the devices it may be on. */
  readonly allowed: readonly (readonly number[])[];

  constructor(problem: PlacementProblem) {
    this.stages = problem.stages.length;
    this.devices = problem.devices.length;
    this.wave = 2 * this.stages + this.devices;
    this.microBatches = this.wave + 1;
    this.width = this.wave + 2;
    this.largestWave = problem.request.neededSamples.length;
    this.wholePhases = problem.wholePhases;
    this.rows = problem.wholePhases ? 1 : this.stages;
    this.pointCounts = problem.devices.map(({ points }) => points.length);
    const everyDevice = problem.devices.map((_, device) => device);
    this.allowed = problem.allowed.flatMap((phase) =>
      phase.map((row) =>
        everyDevice.filter((device) => (problem.wholePhases ? phase.every((other) => other[device]) : row[device])),
      ),
    );
  }

  point(device: number): number {
    return 2 * this.stages + device;
  }

  /**
   * Makes any numbers a plan of the right shape: devices that are not allowed become the next allowed one, phases stay whole
   * where they must, unused devices get their first point, and there are no more micro-batches than rows.
   */
  repair(genes: Genes): void {
    const used = new Uint8Array(this.devices);
    for (let position = 0; position < 2 * this.stages; position += 1) {
      const leader = this.wholePhases ? position - (position % this.stages) : position;
      const wanted = genes[leader];
      const allowed = this.allowed[leader];
      genes[position] = allowed.includes(wanted) ? wanted : (allowed.find((device) => device > wanted) ?? allowed[0]);
      used[genes[position]] = 1;
    }
    for (let device = 0; device < this.devices; device += 1) {
      const position = this.point(device);
      if (used[device] === 0) genes[position] = 0;
    }
    if (genes[this.microBatches] > genes[this.wave]) genes[this.microBatches] = genes[this.wave];
  }
}
