import { afterAll } from 'vitest'

/** What suites that share a process could leave behind for those after them. */
const state = () => ({
  cwd: process.cwd(),
  NODE_ENV: process.env.NODE_ENV,
  // tfjs keeps its engine there; none until somebody asks for a backend.
  backend: (globalThis as { _tfengine?: { backendName?: string } })._tfengine?.backendName || 'wasm',
})

const found = { ...state(), backend: 'wasm' }

afterAll(() => {
  const [left, before] = [JSON.stringify(state()), JSON.stringify(found)]
  if (left !== before)
    throw new Error(
      `Expected the process as it was (${before}), got ${left}; add this suite to ALONE of vitest.config.ts`,
    )
})
