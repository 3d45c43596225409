import { defineConfig } from 'vitest/config';
import { PATIENCE } from './test/tools/patience.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/bench/**'],
    pool: 'forks',
    // Nothing takes as long, but machines of tests may be slow and busy: these only end what hangs.
    testTimeout: 3 * PATIENCE,
    hookTimeout: 3 * PATIENCE,
    teardownTimeout: PATIENCE,
    expect: { poll: { timeout: PATIENCE } },
    maxWorkers: 2,
  },
});
