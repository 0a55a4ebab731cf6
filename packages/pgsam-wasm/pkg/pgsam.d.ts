/* tslint:disable */
/* eslint-disable */

/**
 * Evaluates many plans of one problem, for whoever searches from outside. JavaScript frees it; the seam does that.
 */
export class PlacementEvaluator {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Energy (J), latency (s), under-utilisation and violation of each plan, one flat plan after another.
     */
    evaluate(plans: Uint32Array | number[]): Float64Array;
    /**
     * Decodes the problem. `keep` is what a search does; without it every plan is computed from nothing.
     */
    constructor(problem: Float64Array | number[], keep: boolean);
}

/**
 * A search under way. JavaScript frees it; the seam does that, its callers never.
 */
export class PlacementSearch {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What is proved of the front.
     */
    certificate(): string;
    /**
     * The plan that fails least, empty once a feasible plan was seen.
     */
    closestPlan(): Uint32Array;
    /**
     * Evaluations spent so far.
     */
    evaluations(): number;
    /**
     * Their objectives in the same order: energy (J), latency (s), under-utilisation.
     */
    frontObjectives(): Float64Array;
    /**
     * The plans of the front in order of energy, one flat plan after another.
     */
    frontPlans(): Uint32Array;
    /**
     * Number of plans on the front.
     */
    frontSize(): number;
    /**
     * Energy (J) and latency (s) that no plan can beat, then pairs of a second's price (W) and what no energy + price · latency can
     * beat (J); empty where there is no bound.
     */
    lowerBounds(): Float64Array;
    /**
     * Decodes the problem and checks the options. μ = 0 with ε = 1 is annealing without momentum.
     */
    constructor(problem: Float64Array | number[], seed: number, evaluations: number, exhaustive_limit: number, proof_labels: number, mu: number, epsilon: number, theta: number, guide: boolean);
    /**
     * Evaluations the search will have spent at its end.
     */
    plannedEvaluations(): number;
    /**
     * Spends up to this many evaluations; false once the search is over.
     */
    step(evaluations: number): boolean;
}

/**
 * Evaluates one plan of one problem.
 *
 * Returns energy (J), latency (s), under-utilisation, violation; switching, traffic, active, sleep, leakage, links, board
 * (J); prefill, KV move, decode (s); waves; then CPQ per pool; then per thermal domain temperature (K; NaN for none), Φ and
 * loop gain.
 */
export function evaluatePlan(problem: Float64Array | number[], plan: Uint32Array | number[]): Float64Array;

/**
 * Exact hypervolume of flat triples, all minimised, below a reference point of three.
 */
export function hypervolume3(points: Float64Array | number[], reference: Float64Array | number[]): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_placementevaluator_free: (a: number, b: number) => void;
    readonly __wbg_placementsearch_free: (a: number, b: number) => void;
    readonly evaluatePlan: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly hypervolume3: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly placementevaluator_evaluate: (a: number, b: number, c: number) => [number, number, number, number];
    readonly placementevaluator_new: (a: number, b: number, c: number) => [number, number, number];
    readonly placementsearch_certificate: (a: number) => [number, number];
    readonly placementsearch_closestPlan: (a: number) => [number, number];
    readonly placementsearch_evaluations: (a: number) => number;
    readonly placementsearch_frontObjectives: (a: number) => [number, number];
    readonly placementsearch_frontPlans: (a: number) => [number, number];
    readonly placementsearch_frontSize: (a: number) => number;
    readonly placementsearch_lowerBounds: (a: number) => [number, number];
    readonly placementsearch_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
    readonly placementsearch_plannedEvaluations: (a: number) => number;
    readonly placementsearch_step: (a: number, b: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
