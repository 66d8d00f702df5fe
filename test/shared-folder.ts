/** Makes the folder of what suites of one run share, anew each run, and removes it at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    readonly shared: string
  }
}

export default function setup({ provide }: TestProject): () => void {
  const path = mkdtempSync(join(tmpdir(), 'mettle-shared-'))
  provide('shared', path)
  return () => rmSync(path, { recursive: true, force: true })
}
