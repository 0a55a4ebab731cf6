import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'test'].map((directory) => ({
      test: {
        name: directory,
        include: [directory === 'test' ? 'test/**/*.test.ts' : `${directory}/tests/**/*.test.ts`],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
    // Device processes are real and use the machine's cores; two at once is what two cores carry.
    maxWorkers: 2,
  },
});
