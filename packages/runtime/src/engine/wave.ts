import type { DeviceActivity } from '../energy/reading.js';
import type { KvStrategy } from './kv-strategy.js';
import type { SamplingOptions } from './sampling-options.js';
import type { SplitPlan } from './split-plan.js';

/** A device at one of its points. */
export interface Placement {
  readonly deviceId: string;
  readonly pointName: string;
}

/** Samples of one question to draw together. */
export interface WaveRequest {
  readonly questionId: string;
  readonly promptTokenIds: readonly number[];
  /** Which samples of the question: their seeds follow from (runSeed, questionId, index). */
  readonly sampleIndices: readonly number[];
  readonly runSeed: number;
  readonly sampling: SamplingOptions;
  readonly prefill: Placement;
  readonly decode: Placement;
  /** Run the model in pieces on several devices; `prefill` and `decode` are then those of the first piece and of the last. */
  readonly split?: SplitPlan;
  /** False: every wave prefills its own prompt, as a plain loop over `generate` does. */
  readonly keepPrompt: boolean;
  /** End shaky traces early, as `pruned`; the others are what they would have been. Off when absent. */
  readonly pruneBelow?: PruneBelow;
  /**
   * Tokens to feed for each sample in the order of `sampleIndices`, instead of drawing: the result's log-probabilities then say
   * how likely the model finds them after the prompt. Sampling options and pruning do not apply.
   */
  readonly forced?: readonly (readonly number[])[];
}

/** Why a sample ended. */
export type FinishReason = 'stop' | 'length' | 'cancelled' | 'pruned';

/** When a trace is given up in flight: its last `window` tokens have a mean log-probability under `bar` (natural log, ≤ 0). */
export interface PruneBelow {
  readonly window: number;
  readonly bar: number;
}

/** One sampled continuation, before anything judged it. */
export interface Sample {
  readonly questionId: string;
  readonly sampleIndex: number;
  readonly seed: number;
  /** Every token drawn, a stop token included. */
  readonly tokenIds: readonly number[];
  /** Without special tokens, and without a stop string or anything after it. */
  readonly text: string;
  readonly finishReason: FinishReason;
  /** Natural-log probability of each token under the model at temperature 1. */
  readonly logProbabilities: readonly number[];
  readonly deviceId: string;
}

/** What one piece of the model took in one phase of a wave; of a model in one piece, what the whole took. */
export interface StageTime {
  /** Place in the plan. */
  readonly piece: number;
  readonly firstLayer: number;
  /** One past the last. */
  readonly endLayer: number;
  readonly phase: 'prefill' | 'decode';
  readonly deviceId: string;
  readonly pointName: string;
  readonly passes: number;
  /** Tokens fed through, all passes and rows together. */
  readonly tokens: number;
  /** Time of the passes and, with the head, of drawing tokens (s). */
  readonly busyS: number;
  /** CPU time in it, all threads (s). */
  readonly cpuS: number;
}

export interface WaveResult {
  /** In the order of `sampleIndices`. */
  readonly samples: readonly Sample[];
  readonly activity: readonly DeviceActivity[];
  readonly wallS: number;
  /** Device processes that had to be restarted to finish this wave. */
  readonly restarts: number;
  /** What each piece took in each phase, in the order of the phases and pieces. */
  readonly stages?: readonly StageTime[];
}

export interface TokenEvent {
  readonly sampleIndex: number;
  readonly tokenId: number;
  /** Text this token completes; empty while a character is still incomplete. */
  readonly text: string;
}

export interface WaveHooks {
  readonly onToken?: (event: TokenEvent) => void;
  readonly signal?: AbortSignal;
}

/** Executes waves on device processes. The parent process never computes a model. */
export interface Engine {
  /**
   * Draw one wave.
   *
   * A device process that dies or hangs is restarted and its work replayed from prompt and seeds, with the same result.
   * Aborting the signal ends the wave within one step: samples already begun come back as `cancelled`; when nothing was drawn
   * yet the call is rejected with kind `cancelled`.
   * @throws {QeilError} `question-poisoned` after two deaths on the same question; `device-quarantined` when no process stays up;
   *   `out-of-memory`; `output-invalid`; `cancelled`.
   */
  sampleWave(request: WaveRequest, hooks?: WaveHooks): Promise<WaveResult>;
  /** Forget the kept prompt of a question on every device. */
  endQuestion(questionId: string): Promise<void>;
  /** Stop the processes that none of these plans uses, and give their memory back; a wave that needs one starts it again. */
  keepOnly(plans: readonly Pick<WaveRequest, 'prefill' | 'decode' | 'split'>[]): Promise<void>;
  /** Process ids of the device processes now alive, by `deviceId/pointName`; for tests and `doctor`. */
  processIds(): ReadonlyMap<string, number>;
  /** How each device process that was loaded keeps keys and values, and why, by the same keys. */
  kvStrategies(): ReadonlyMap<string, KvStrategy>;
  /** Stop every device process. Safe to call twice. */
  close(): Promise<void>;
}
