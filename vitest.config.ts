import { defineConfig } from 'vitest/config'
import { BUILT, built } from './test/built.ts'
import { LongestFirst } from './test/longest-first.ts'

const every = {
  pool: 'forks' as const,
  testTimeout: 120_000,
  hookTimeout: 240_000,
  maxWorkers: 2,
  server: { deps: { external: [BUILT] } },
}

/**
 * Suites with a process of their own: they drive the built command or a browser, set NODE_ENV, load another backend or
 * ask what memory holds. All others leave their process as they found it (`test/left-as-found.ts`) and share two, one
 * after the other: to load and warm up tfjs, boardgame.io and the network takes longer than most of them.
 */
const ALONE = [
  'test/*.test.ts',
  'test/arena/{bench,check,cli,engine,program,queue,viewer}/**/*.test.ts',
  'test/arena/trial/memory.test.ts',
  'test/agents/finite.test.ts',
  'test/interventions/{hardening,route,selection}.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['test/shared-folder.ts', 'test/skipped.ts'],
    sequence: { sequencer: LongestFirst },
    maxWorkers: every.maxWorkers,
    projects: [
      { plugins: [built()], test: { ...every, name: 'alone', include: ALONE } },
      {
        plugins: [built()],
        test: {
          ...every,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          isolate: false,
          setupFiles: ['test/left-as-found.ts'],
        },
      },
    ],
  },
})
