/** Objective values of one candidate; every entry is minimised. */
export type Objectives = readonly number[];
