import type { BenchModel } from './bench-model.js';

/** One thing that can generate: what is compared. Each runs in a process of its own, so that idle thread pools do not mix. */
export interface Arm {
  readonly name: string;
  /** The module that serves it, beside this one. */
  readonly module: string;
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** Ours with one driver; `sharePrompt` false runs the graph as it was exported. */
const ours = (driver: string, sharePrompt: boolean): Arm => ({
  name: `qeil ${driver}${sharePrompt ? ', shared prompt' : ''}`,
  module: './arms/qeil.js',
  options: { driver, sharePrompt },
});

export const ARMS: readonly Arm[] = [
  { name: 'plain loop', module: './arms/plain-loop.js', options: {} },
  { name: 'transformers.js', module: './arms/transformers-js.js', options: {} },
  ours('node-binding', false),
  ours('c-api', false),
  ours('node-binding', true),
  ours('c-api', true),
];

/** What an arm is asked: `rows` samples of one prompt, each of exactly `newTokens` tokens. */
export interface Generation {
  readonly promptTokenIds: readonly number[];
  readonly rows: number;
  readonly newTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly seed: number;
}

/** What it answers. What an arm cannot tell is absent. */
export interface Generated {
  readonly tokenIds: readonly (readonly number[])[];
  readonly wallS: number;
  /** Inside ONNX Runtime's run. */
  readonly sessionS?: number;
  /** Passes after the prompt was read, and their time with everything between them. */
  readonly decodeS?: number;
  readonly decodePasses?: number;
  /** Time in which the device process worked on the wave. */
  readonly busyS?: number;
  /** Processes other than the arm's own that did the work. */
  readonly processIds?: readonly number[];
}

/** An arm that has loaded its model. */
export interface LoadedArm {
  generate(generation: Generation): Promise<Generated>;
  close(): Promise<void>;
}

export type LoadArm = (model: BenchModel, options: Arm['options']) => Promise<LoadedArm>;
