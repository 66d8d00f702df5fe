import { afterAll } from 'vitest'

/** What suites that share a process could leave behind for those after them. */
const state = () => ({
  cwd: process.cwd(),
  NODE_ENV: process.env.NODE_ENV,
  // tfjs keeps its engine there; none until somebody asks for a backend.
  backend: (globalThis as { _tfengine?: { backendName?: string } })._tfengine?.backendName || 'wasm',
})

const found = state()

afterAll(() => {
  const left = state()
  // Who finds another backend is not to blame for it, and may load the usual one.
  const expected = { ...found, backend: left.backend === 'wasm' ? 'wasm' : found.backend }
  const [before, after] = [JSON.stringify(expected), JSON.stringify(left)]
  if (after !== before)
    throw new Error(
      `Expected the process as it was (${before}), got ${after}; add this suite to ALONE in vitest.config.ts`,
    )
})
