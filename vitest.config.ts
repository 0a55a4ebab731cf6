import { defineConfig } from 'vitest/config';

/** Projects that are no package: they test what is built. */
const TESTS_ELSEWHERE = new Map([
  ['system', 'test/**/*.test.ts'],
  ['bench', 'bench/*/tests/**/*.test.ts'],
]);

export default defineConfig({
  test: {
    projects: ['model', 'pgsam-wasm', 'runtime', 'cli', 'system', 'bench'].map((name) => ({
      test: {
        name,
        include: [TESTS_ELSEWHERE.get(name) ?? `packages/${name}/tests/**/*.test.ts`],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
    // Device processes are real and use the machine's cores; two at once is what two cores carry.
    maxWorkers: 2,
  },
});
