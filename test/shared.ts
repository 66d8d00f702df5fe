import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type {} from './shared-folder.ts'

/**
 * A folder that several suites read and none writes to: the first suite that asks makes it, one that asks meanwhile
 * waits. What fails to be made fails every suite that needs it, with the same reason.
 */
export async function shared(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const at = join(inject('shared'), name)
  const [folder, failed, done] = [join(at, 'made'), join(at, 'failed'), join(at, 'done')]
  if (!claimed(at)) {
    while (!existsSync(done)) await new Promise((resolve) => setTimeout(resolve, 100))
    if (existsSync(failed))
      throw new Error(`Expected ${name} to be made for all suites; the suite that tried says why not`)
    return folder
  }
  try {
    mkdirSync(folder)
    await make(folder)
  } catch (error) {
    writeFileSync(failed, String(error))
    throw error
  } finally {
    writeFileSync(done, '')
  }
  return folder
}

/** Making a folder succeeds once, whoever tries at the same time. */
function claimed(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
