import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../arena/program/canonical.ts'
import { SMALL } from '../cli/mettle.ts'

/** A foundation and the trials on it. */
export const JOBS = 7
export const SIZES = SMALL.map((set) => set.replace('foundations=2', 'foundations=1'))

/** Hashes of everything that a run leaves but for clocks: summary without timing, and all files of jobs and tables. */
export function left(root: string): Record<string, string> {
  const { timing: _, ...summary } = JSON.parse(readFileSync(join(root, 'summary.json'), 'utf8'))
  const files = ['jobs', 'tables'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'timing.json' && !entry.parentPath.includes('.tmp-'))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const bytes = files.sort().map((path) => [path.slice(root.length), sha256(readFileSync(path))])
  return { ...Object.fromEntries(bytes), summary: JSON.stringify(summary) }
}

/** Lines of a run's log that match, in order. */
export const logged = (root: string, pattern: RegExp): string[] =>
  readFileSync(join(root, 'log.txt'), 'utf8')
    .split('\n')
    .filter((line) => pattern.test(line))
