import type { VoteTally } from '@qeil/model';
import type { CascadeKnowledge } from '../cascade/knowledge/cascade-knowledge.js';
import type { Reliability } from '../cascade/reliability/reliability.js';
import type { Economy } from '../cascade/run-checks.js';
import type { Engine, Placement } from '../engine/wave.js';
import type { ModelBundle } from '../model-bundle/bundle.js';

/** A larger model that may be asked when the candidates leave doubt. */
export interface Escalation {
  readonly bundle: ModelBundle;
  readonly engine: Engine;
  readonly prefill: Placement;
  readonly decode: Placement;
}

/** How far the cascade goes. Left out: all checks run, nothing is pruned, no dear tier is used, nothing is remembered. */
export interface CascadeOptions {
  readonly economy?: Economy;
  /** What was known of votes and checks when the run began: `arde` and the rules weigh by it. Without it by fixed weights. */
  readonly reliability?: Reliability;
  /** What is known of checks; grows as questions are answered. */
  readonly knowledge?: CascadeKnowledge;
  /** For the `anytime` rule; default 0.05. */
  readonly alpha?: number;
  /** Earlier questions for the `value` rule: the same array for all questions of a run. */
  readonly prior?: readonly VoteTally[];
  /** Share of first-wave traces that the confidence bar keeps, in (0, 1]; later traces under the bar end early. */
  readonly pruneKeep?: number;
  /** May the model be asked about its own candidates? */
  readonly selfVerify?: boolean;
  readonly escalation?: Escalation;
  /** Monotonic seconds; the process clock unless a test says otherwise. */
  readonly nowS?: () => number;
  /** Called when a question was learnt from. */
  readonly onLearnt?: () => Promise<void>;
}

export const processClockS = (): number => performance.now() / 1000;
