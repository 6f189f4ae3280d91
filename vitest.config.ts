import { defineConfig } from 'vitest/config';
import { isLostDatabaseSocket } from './apps/api/src/store/postgres/lost-socket.js';

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, exclude: ['**/dist/**', '**/node_modules/**'], environment: 'node', ...extra },
});

// Specs import their neighbours from source and other packages as built, so `npm run build` comes first (`npm test` does it).
export default defineConfig({
  test: {
    // The service endures it in the same way (apps/api/src/main.ts).
    onUnhandledError: (error) => !isLostDatabaseSocket(error),
    projects: [
      project('unit', ['{apps,libs,tools}/**/*.spec.ts'], { testTimeout: 30_000 }),
      project('stores', ['test/stores/**/*.spec.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
      project('fleet', ['test/fleet/**/*.spec.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
      project('privacy', ['test/privacy/**/*.spec.ts'], { testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false }),
      // Whole-service projects own both cores while they run: one file at a time.
      project('e2e', ['test/e2e/**/*.spec.ts'], { testTimeout: 240_000, hookTimeout: 120_000, fileParallelism: false }),
      project('faults', ['test/faults/**/*.spec.ts'], { testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false }),
      project('attack', ['test/attack/**/*.spec.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
      project('fuzz', ['test/fuzz/**/*.spec.ts'], { testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false }),
      project('browser', ['test/browser/**/*.spec.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
