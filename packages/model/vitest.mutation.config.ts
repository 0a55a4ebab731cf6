import { defineConfig } from 'vitest/config';

/** What StrykerJS runs against a mutant: the package's tests, without those that read the documentation or a build. */
export default defineConfig({
  test: {
    name: 'model',
    include: ['packages/model/tests/**/*.test.ts'],
    exclude: ['packages/model/tests/docs.test.ts', 'packages/model/tests/browser-bundle.test.ts'],
    setupFiles: ['packages/model/tests/fewer-runs.ts'],
    testTimeout: 30_000,
  },
});
