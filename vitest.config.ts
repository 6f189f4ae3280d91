import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, exclude: ['**/dist/**', '**/node_modules/**'], environment: 'node', ...extra },
});

// Specs import their neighbours from source and other packages as built, so `npm run build` comes first (`npm test` does it).
export default defineConfig({
  test: {
    projects: [
      project('unit', ['{apps,libs,tools}/**/*.spec.ts'], { testTimeout: 30_000 }),
      // Whole-service projects own both cores while they run: one file at a time.
      project('e2e', ['test/e2e/**/*.spec.ts'], { testTimeout: 240_000, hookTimeout: 120_000, fileParallelism: false }),
      project('faults', ['test/faults/**/*.spec.ts'], { testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false }),
      project('browser', ['test/browser/**/*.spec.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
