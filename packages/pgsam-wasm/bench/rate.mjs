// Evaluations per second of a search in WebAssembly: node packages/pgsam-wasm/bench/rate.mjs
// The problem and the options are those of `cargo run --release --example rate` (problem 0), so the two rates compare.

import { readFileSync } from 'node:fs';
import { initSync, PlacementSearch } from '../pkg/pgsam.js';

initSync({ module: readFileSync(new URL('../pkg/pgsam_bg.wasm', import.meta.url)) });
const { cases } = JSON.parse(readFileSync(new URL('../tests/fixtures/golden.json', import.meta.url), 'utf8'));
const problem = Float64Array.from(cases[0].problem, (value) => (value === 'inf' ? Number.POSITIVE_INFINITY : value));

const EVALUATIONS = 200_000;
const rates = Array.from({ length: 5 }, () => {
  const search = new PlacementSearch(problem, 0, EVALUATIONS, 0, 0.9, 0.3, 0.2, true);
  const begun = performance.now();
  while (search.step(4096));
  const seconds = (performance.now() - begun) / 1000;
  search.free();
  return EVALUATIONS / seconds;
});
console.log(`WebAssembly: ${rates.map((rate) => Math.round(rate)).join(', ')} evaluations/s`);
