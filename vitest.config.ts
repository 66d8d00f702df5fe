import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/shared-folder.ts', 'test/skipped.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
