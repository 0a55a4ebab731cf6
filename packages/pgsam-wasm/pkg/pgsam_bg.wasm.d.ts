/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_placementevaluator_free: (a: number, b: number) => void;
export const __wbg_placementsearch_free: (a: number, b: number) => void;
export const evaluatePlan: (a: number, b: number, c: number, d: number) => [number, number, number, number];
export const hypervolume3: (a: number, b: number, c: number, d: number) => [number, number, number];
export const placementevaluator_evaluate: (a: number, b: number, c: number) => [number, number, number, number];
export const placementevaluator_new: (a: number, b: number, c: number) => [number, number, number];
export const placementsearch_certificate: (a: number) => [number, number];
export const placementsearch_closestPlan: (a: number) => [number, number];
export const placementsearch_evaluations: (a: number) => number;
export const placementsearch_frontObjectives: (a: number) => [number, number];
export const placementsearch_frontPlans: (a: number) => [number, number];
export const placementsearch_frontSize: (a: number) => number;
export const placementsearch_lowerBounds: (a: number) => [number, number];
export const placementsearch_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
export const placementsearch_plannedEvaluations: (a: number) => number;
export const placementsearch_step: (a: number, b: number) => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_start: () => void;
