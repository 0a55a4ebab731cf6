import { type Guard, requireInteger } from '../../_internals/require.js';
import { checkPlan } from '../check-plan.js';
import type { PlacementPlan } from '../plan.js';
import type { PlacementProblem } from '../problem.js';
import { decodeSegments, type Segment, type StagePass } from './segments.js';
import { type Stream, sharedRates } from './shared-rates.js';

/** How long to simulate. */
export interface PipelineRounds {
  /** Decode steps run before measuring, so that the pipeline is in its rhythm. Default 40. */
  readonly warmUp?: number;
  /** Decode steps measured. Default 40. */
  readonly measured?: number;
}

/** One micro-batch on its way. */
interface Traveller {
  segment: number;
  pass: number;
  /** Decode steps it has finished. */
  steps: number;
  state: 'queued' | 'overhead' | 'work' | 'handover';
  /** When the present overhead, arithmetic or handover ends (s). */
  untilS: number;
  /** Traffic of the present pass still to move (B). */
  byteLeft: number;
}

const guard: Guard = { where: 'simulateDecodeCycleS', remedy: 'give whole decode steps' };
/** Relative slack in which events count as simultaneous. */
const SIMULTANEOUS = 1e-12;

/**
 * Decode cycle of a plan by discrete-event simulation: what `max(round trip, m·busiest device, m·busiest pool)` stands for.
 *
 * m micro-batches go round the pipeline; each starts its next step when its last one is done. A device serves one micro-batch at a
 * time, first come first served, and keeps it for all consecutive stages it holds. A pass is its overhead, then arithmetic and traffic
 * together, ended by the later one. Traffic runs at the device's bandwidth, or slower where the streams of a pool want more than the
 * pool has: then they share it, max–min fair. Links carry any number of transfers at once.
 *
 * @param problem - trusted to have passed its check
 * @returns mean time of one decode step of all micro-batches (s)
 * @throws {InvalidValueError} if the plan has the wrong shape or a count is not a whole number
 */
export function simulateDecodeCycleS(
  problem: PlacementProblem,
  plan: PlacementPlan,
  { warmUp = 40, measured = 40 }: PipelineRounds = {},
): number {
  checkPlan(problem, plan);
  requireInteger(guard, 'warmUp', warmUp, 1);
  requireInteger(guard, 'measured', measured, 1);
  const pipeline = new Pipeline(decodeSegments(problem, plan), problem, plan.microBatches);
  const startS = pipeline.runUntilAllDid(warmUp);
  return (pipeline.runUntilAllDid(warmUp + measured) - startS) / measured;
}

class Pipeline {
  #nowS = 0;
  readonly #segments: readonly Segment[];
  readonly #problem: PlacementProblem;
  readonly #travellers: readonly Traveller[];
  /** Per device: waiting micro-batches in order of arrival, the one it serves first. */
  readonly #queues: number[][];

  constructor(segments: readonly Segment[], problem: PlacementProblem, microBatches: number) {
    this.#segments = segments;
    this.#problem = problem;
    this.#travellers = Array.from({ length: microBatches }, () => ({
      segment: 0,
      pass: 0,
      steps: 0,
      state: 'queued',
      untilS: 0,
      byteLeft: 0,
    }));
    this.#queues = problem.devices.map(() => []);
    this.#travellers.forEach((_, index) => {
      this.#arrive(index);
    });
  }

  /** Runs until every micro-batch has done that many steps; the time then. */
  runUntilAllDid(steps: number): number {
    while (this.#travellers.some((traveller) => traveller.steps < steps)) this.#advance();
    return this.#nowS;
  }

  #arrive(index: number): void {
    const queue = this.#queues[this.#segments[this.#travellers[index].segment].device];
    queue.push(index);
    this.#travellers[index].state = 'queued';
    if (queue[0] === index) this.#startPass(index);
  }

  #startPass(index: number): void {
    const traveller = this.#travellers[index];
    traveller.state = 'overhead';
    traveller.untilS = this.#nowS + this.#passOf(traveller).overheadS;
  }

  #passOf(traveller: Traveller): StagePass {
    return this.#segments[traveller.segment].passes[traveller.pass];
  }

  /** To the next moment anything ends, and through all that ends there. */
  #advance(): void {
    const rates = this.#rates();
    const trafficEndS = this.#travellers.map(({ byteLeft }, index) =>
      rates[index] > 0 ? this.#nowS + byteLeft / rates[index] : 0,
    );
    // Traffic that ends before its arithmetic frees bandwidth: an event, though its pass goes on.
    const eventS = this.#travellers.map(({ state, untilS }, index) => {
      if (state === 'queued') return Number.POSITIVE_INFINITY;
      return rates[index] > 0 ? trafficEndS[index] : untilS;
    });
    // Arithmetic may have ended while traffic went on: no event lies in the past.
    const nextS = Math.max(this.#nowS, Math.min(...eventS));
    const isPast = (timeS: number) => timeS <= nextS * (1 + SIMULTANEOUS);
    const elapsedS = nextS - this.#nowS;
    this.#travellers.forEach((traveller, index) => {
      if (rates[index] === 0) return;
      traveller.byteLeft = isPast(trafficEndS[index]) ? 0 : traveller.byteLeft - rates[index] * elapsedS;
    });
    this.#nowS = nextS;
    const ended = this.#travellers.map(({ state, untilS, byteLeft }) => {
      return state !== 'queued' && isPast(untilS) && (state !== 'work' || byteLeft === 0);
    });
    ended.forEach((hasEnded, index) => {
      if (hasEnded) this.#finish(index);
    });
  }

  /** Bandwidth of every micro-batch now (B/s); 0 for those without traffic to move. */
  #rates(): number[] {
    const streams = this.#travellers.map((traveller): Stream | undefined => {
      const { pool, byteRate } = this.#segments[traveller.segment];
      return traveller.state === 'work' && traveller.byteLeft > 0 ? { pool, byteRate } : undefined;
    });
    return sharedRates(streams, this.#problem.pools);
  }

  #finish(index: number): void {
    const traveller = this.#travellers[index];
    const segment = this.#segments[traveller.segment];
    if (traveller.state === 'overhead') {
      const { arithmeticS, byte } = this.#passOf(traveller);
      traveller.state = 'work';
      traveller.untilS = this.#nowS + arithmeticS;
      traveller.byteLeft = byte;
    } else if (traveller.state === 'handover') {
      this.#arrive(index);
    } else if (traveller.pass + 1 < segment.passes.length) {
      traveller.pass += 1;
      this.#startPass(index);
    } else {
      this.#leave(index, segment);
    }
  }

  /** Gives the device to the next in its queue and goes on to the next segment. */
  #leave(index: number, segment: Segment): void {
    const traveller = this.#travellers[index];
    const queue = this.#queues[segment.device];
    queue.shift();
    if (queue.length > 0) this.#startPass(queue[0]);
    traveller.pass = 0;
    traveller.segment = (traveller.segment + 1) % this.#segments.length;
    if (traveller.segment === 0) traveller.steps += 1;
    traveller.state = 'handover';
    traveller.untilS = this.#nowS + segment.handoverS;
  }
}
