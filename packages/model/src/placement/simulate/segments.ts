import { linkTimeS } from '../crossings.js';
import { DECODE, pointOf } from '../phase.js';
import type { PlacementPlan } from '../plan.js';
import type { PlacementProblem } from '../problem.js';
import { decodePassByte, decodePassFlop } from '../time.js';
import { waveShape } from '../wave.js';

/** One stage's decode pass, as the pipeline sees it. */
export interface StagePass {
  /** t₀ and row overhead, before the work (s). */
  readonly overheadS: number;
  /** W/π (s). */
  readonly arithmeticS: number;
  /** Q (B). */
  readonly byte: number;
}

/** Consecutive stages on one device: they run one after another without giving the device back. */
export interface Segment {
  readonly device: number;
  readonly pool: number;
  /** β of the device (B/s). */
  readonly byteRate: number;
  readonly passes: readonly StagePass[];
  /** From the end of this segment to the start of the next one, or of the next step after the last (s). */
  readonly handoverS: number;
}

/** The decode pipeline of a plan, segment by segment. */
export function decodeSegments(problem: PlacementProblem, plan: PlacementPlan): Segment[] {
  const { stages, devices, links } = problem;
  const { rows } = waveShape(problem, plan);
  const where = plan.decodeDevice;
  const starts = where.map((_, stage) => stage).filter((stage) => stage === 0 || where[stage] !== where[stage - 1]);
  return starts.map((first, index) => {
    const device = where[first];
    const point = pointOf(problem, plan, device);
    const next = starts[index + 1] ?? stages.length;
    const isLast = next === stages.length;
    const crossingS = isLast
      ? where[0] === device
        ? 0
        : links[device][where[0]].latencyS
      : linkTimeS(links[device][where[next]], rows * stages[next - 1].decodeCrossingBytePerRow);
    return {
      device,
      pool: devices[device].pool,
      byteRate: point.byteRate[DECODE],
      passes: stages.slice(first, next).map((stage) => ({
        overheadS: point.stageOverheadS[DECODE] + rows * point.rowOverheadS[DECODE],
        arithmeticS: decodePassFlop(stage, rows) / point.flopRate[DECODE],
        byte: decodePassByte(stage, rows),
      })),
      handoverS: crossingS,
    };
  });
}
