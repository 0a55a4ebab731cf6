import { defineConfig } from 'vitest/config';

/**
 * What StrykerJS runs against a mutant: the package's tests, without those that read the documentation or a build.
 *
 * MODEL_MUTATION_TESTS, a space-separated list of folders (`heat/`) or beginnings of file names (`placement/spill`) under tests/, leaves
 * the rest out: one folder of sources can then be mutated in minutes. A mutant that only other tests would kill then survives, so the score is a lower bound.
 */
const chosen = process.env.MODEL_MUTATION_TESTS?.split(' ') ?? ['**/'];

export default defineConfig({
  test: {
    name: 'model',
    include: chosen.map((path) => `packages/model/tests/${path}*.test.ts`),
    exclude: ['packages/model/tests/docs.test.ts', 'packages/model/tests/browser-bundle.test.ts'],
    setupFiles: ['packages/model/tests/fewer-runs.ts'],
    testTimeout: 60_000,
  },
});
