import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['model', 'pgsam-wasm', 'runtime', 'cli', 'system'].map((name) => ({
      test: {
        name,
        include: [name === 'system' ? 'test/**/*.test.ts' : `packages/${name}/tests/**/*.test.ts`],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
    // Device processes are real and use the machine's cores; two at once is what two cores carry.
    maxWorkers: 2,
  },
});
