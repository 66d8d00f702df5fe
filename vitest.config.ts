import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/shared-folder.ts', 'test/skipped.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
})
