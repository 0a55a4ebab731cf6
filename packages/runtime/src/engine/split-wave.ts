import { QeilError } from '../errors/qeil-error.js';
import type { Command, DeviceProcessHandle } from './device-process-handle.js';
import type { ChildMessage, Reply, WireActivity, WireSample, WireStageActivity } from './protocol.js';
import type { DrawnRows, WireTensor } from './stage-protocol.js';

/** A piece of the model and the processes that run it in either phase. */
export interface StagedPiece {
  readonly prefill: DeviceProcessHandle;
  readonly decode: DeviceProcessHandle;
}

export interface SplitWaveOptions {
  readonly pieces: readonly StagedPiece[];
  readonly microBatches: number;
  readonly questionId: string;
  readonly promptTokenIds: readonly number[];
  /** Every process holds its part of the question's prompt from an earlier wave. */
  readonly held: boolean;
  /** What each process is told of the wave. */
  readonly open: Omit<Extract<Command, { type: 'open' }>, 'draws'>;
  readonly samples: number;
  /** Longest time one pass over so many tokens may take (s). */
  readonly passDeadlineS: (tokens: number) => number;
  readonly onTokens: ((events: DrawnRows['events']) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface SplitWaveResult {
  readonly samples: readonly WireSample[];
  readonly activity: readonly { readonly process: DeviceProcessHandle; readonly done: WireActivity }[];
  readonly stages: readonly { readonly process: DeviceProcessHandle; readonly done: WireStageActivity }[];
}

/** Something in the wave went wrong; the other micro-batches stop at their next step. */
class Abandoned extends Error {}

/**
 * Drives one wave through the pieces of a model: reads the prompt once, moves each piece's cache to where it is decoded, and sends
 * micro-batches around until their samples end. A process runs one command at a time, so micro-batches queue for it and, with at
 * least as many of them as there are processes, all processes have work. The driver computes nothing of the model.
 */
export class SplitWave {
  private readonly processes: readonly DeviceProcessHandle[];
  private readonly turns = new Map<DeviceProcessHandle, Promise<unknown>>();
  private failed = false;

  constructor(private readonly options: SplitWaveOptions) {
    this.processes = [...new Set(options.pieces.flatMap(({ prefill, decode }) => [prefill, decode]))];
  }

  async run(): Promise<SplitWaveResult> {
    const { open, held, samples, microBatches } = this.options;
    const drawer = this.last().decode;
    for (const process of this.processes) {
      await this.ask(process, { ...open, draws: process === drawer }, 'opened', 1);
    }
    if (!held) await this.readPrompt();
    const batches = spread(samples, Math.min(microBatches, samples));
    // All are waited for: a process that still works for a broken wave would get the next one's commands at once with its own.
    const outcomes = await Promise.allSettled(batches.map((places, batch) => this.drive(batch, places)));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    const failure = failures.find((reason) => !(reason instanceof Abandoned));
    if (failure !== undefined) throw failure;
    return this.collect();
  }

  private async readPrompt(): Promise<void> {
    const { pieces, questionId, promptTokenIds } = this.options;
    let input: number[] | WireTensor = [...promptTokenIds];
    let logits: Float32Array<ArrayBuffer> | undefined;
    for (const [piece, { prefill }] of pieces.entries()) {
      const reply: Reply['read'] = await this.ask(
        prefill,
        { type: 'read', questionId, piece, input },
        'read',
        promptTokenIds.length,
      );
      logits = reply.logits;
      if (reply.hidden !== undefined) input = reply.hidden;
    }
    for (const [piece, { prefill, decode }] of pieces.entries()) {
      if (prefill === decode) continue;
      const { cache } = await this.ask(prefill, { type: 'take', questionId, piece }, 'taken', 1);
      await this.ask(decode, { type: 'give', questionId, piece, cache }, 'given', 1);
    }
    const { prefill, decode } = this.last();
    if (prefill !== decode && logits !== undefined) {
      await this.ask(decode, { type: 'giveLogits', questionId, logits }, 'given', 1);
    }
  }

  /** One micro-batch from its first token to its last. */
  private async drive(batch: number, places: readonly number[]): Promise<void> {
    const { pieces, signal } = this.options;
    try {
      let drawn = this.taken(
        (await this.ask(this.last().decode, { type: 'draw', batch, samples: [...places] }, 'stepped', 1)).drawn,
      );
      while (drawn.keep.length > 0 && !signal?.aborted) {
        let input: number[] | WireTensor = drawn.tokenIds;
        let next: DrawnRows | undefined;
        for (const [piece, { decode }] of pieces.entries()) {
          const reply: Reply['stepped'] = await this.ask(
            decode,
            { type: 'step', piece, batch, keep: drawn.keep, input },
            'stepped',
            drawn.keep.length,
          );
          if (reply.hidden !== undefined) input = reply.hidden;
          next = reply.drawn;
        }
        drawn = this.taken(next);
      }
    } catch (error) {
      // A pass ended on request ends its micro-batch; its samples are collected as far as they got.
      if (signal?.aborted && QeilError.isInstance(error) && error.kind === 'cancelled') return;
      this.failed = true;
      throw error;
    }
  }

  private taken(drawn: DrawnRows | undefined): DrawnRows {
    if (drawn === undefined) throw new TypeError('the last piece of the model drew nothing');
    if (drawn.events.length > 0) this.options.onTokens?.(drawn.events);
    return drawn;
  }

  private async collect(): Promise<SplitWaveResult> {
    const samples: WireSample[] = [];
    const activity: { process: DeviceProcessHandle; done: WireActivity }[] = [];
    const stages: { process: DeviceProcessHandle; done: WireStageActivity }[] = [];
    for (const process of this.processes) {
      const reply = await this.ask(process, { type: 'collect' }, 'collected', 1);
      samples.push(...reply.samples);
      activity.push(...reply.activity.map((done) => ({ process, done })));
      stages.push(...reply.stages.map((done) => ({ process, done })));
    }
    return { samples, activity, stages };
  }

  /** Queue a command for a process. */
  private ask<T extends ChildMessage['type']>(
    process: DeviceProcessHandle,
    command: Command,
    reply: T,
    tokens: number,
  ): Promise<Extract<ChildMessage, { type: T }>> {
    const result = (this.turns.get(process) ?? Promise.resolve()).then(() => {
      if (this.failed) throw new Abandoned('the wave was given up');
      const { signal } = this.options;
      // Only what computes is worth ending; the rest must be done for the wave to end in order.
      const ends = signal !== undefined && (command.type === 'read' || command.type === 'step');
      if (ends && signal.aborted) throw new QeilError('ended on request', { kind: 'cancelled' });
      return process.command<T>(command, reply, this.options.passDeadlineS(tokens), ends ? { signal } : {});
    });
    this.turns.set(
      process,
      result.catch(() => {}),
    );
    return result;
  }

  private last(): StagedPiece {
    const piece = this.options.pieces.at(-1);
    if (piece === undefined) throw new RangeError('a plan without pieces');
    return piece;
  }
}

/** Places 0 … count − 1 in parts whose sizes differ by one at most. */
function spread(count: number, parts: number): number[][] {
  const places = Array.from({ length: count }, (_, place) => place);
  return Array.from({ length: parts }, (_, part) =>
    places.slice(Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts)),
  );
}
