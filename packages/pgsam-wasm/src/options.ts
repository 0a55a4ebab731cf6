/** How momentum chooses what to try next; `docs/pgsam.md` defines it. */
export interface MomentumOptions {
  /** μ in [0, 1): share of the past that a move's momentum keeps. */
  readonly mu: number;
  /** ε in (0, 1]: share of proposals drawn uniformly, so that every plan stays reachable. */
  readonly epsilon: number;
  /** θ in [0.01, 1e6]: temperature of the softmax over momenta. */
  readonly theta: number;
}

/** How far a search has come. */
export interface SolveProgress {
  /** Evaluations spent so far. */
  readonly evaluations: number;
  /** Evaluations the search will have spent at its end. */
  readonly plannedEvaluations: number;
  /** Non-dominated feasible plans found so far. */
  readonly frontSize: number;
}

/** Options of `solvePlacement`. */
export interface SolveOptions {
  /** Whole number ≥ 0. The same problem, options and seed give the same result, bit for bit, on every machine. */
  readonly seed: number;
  /** Evaluations an annealing search may spend, 1 … 1e9. Default {@link DEFAULT_EVALUATIONS}. */
  readonly evaluations?: number;
  /**
   * A problem with at most this many plans is enumerated and its front proved, whatever `evaluations` says; 0 never does.
   * Default {@link DEFAULT_EXHAUSTIVE_LIMIT}.
   */
  readonly exhaustiveLimit?: number;
  /**
   * Labels that a proof in energy and latency may keep after an annealing search, 0 … 1e7; 0 tries none. The proof may find better
   * plans and adds them. Default {@link DEFAULT_PROOF_LABELS}.
   */
  readonly proofLabels?: number;
  /** `false` is annealing without it. Default {@link DEFAULT_MOMENTUM}. */
  readonly momentum?: MomentumOptions | false;
  /** `false` judges plans only by the one before and never restarts from the guide archive: for ablation. Default true. */
  readonly guide?: boolean;
  /** Called after every step of {@link EVALUATIONS_PER_STEP} evaluations. */
  readonly onProgress?: (progress: SolveProgress) => void;
  /** Ends the search at the next step; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Enough for 32 layers on four devices; about a tenth of a second. */
export const DEFAULT_EVALUATIONS = 50_000;

/** Enumerated in well under a second. */
export const DEFAULT_EXHAUSTIVE_LIMIT = 200_000;

/** Half a second at most, and far less where a bound or a few labels decide. */
export const DEFAULT_PROOF_LABELS = 500_000;

export const DEFAULT_MOMENTUM: MomentumOptions = { mu: 0.9, epsilon: 0.3, theta: 0.2 };

/** μ = 0 and ε = 1 draw the very plans that an annealer without momentum draws. */
export const NO_MOMENTUM: MomentumOptions = { mu: 0, epsilon: 1, theta: 1 };

/** Between two steps the event loop runs: a few milliseconds of work. */
export const EVALUATIONS_PER_STEP = 4096;
