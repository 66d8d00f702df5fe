import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A run as its folder tells it; what does not read is left out of it. */
export interface FoundRun {
  readonly folder: string
  readonly study: string
  readonly question: string
  /** ISO 8601, of its last start. */
  readonly started: string | null
  readonly state: 'finished' | 'unfinished'
  readonly foundations: number | null
  readonly seed: number | null
  /** Program that made it: version and the first digits of its build. */
  readonly mettle: string
}

/** Folders below this are not looked into: runs lie at `runs/<study>/<hash>`. */
const DEEPEST = 3

/** Every run in a folder or below it, newest first; links are not followed. */
export function findRuns(folder: string, depth = 0): FoundRun[] {
  if (!existsSync(folder) || !lstatSync(folder).isDirectory()) return []
  if (existsSync(join(folder, 'manifest.json'))) return runIn(folder)
  if (depth === DEEPEST) return []
  const all = readdirSync(folder).flatMap((name) => findRuns(join(folder, name), depth + 1))
  return all.sort((a, b) => (b.started ?? '').localeCompare(a.started ?? ''))
}

function runIn(folder: string): FoundRun[] {
  const made = read(join(folder, 'manifest.json'))
  const study = made?.identity?.study
  if (typeof study?.id !== 'string') return []
  return [
    {
      folder,
      study: study.id,
      question: String(study.question ?? ''),
      started: made.sessions?.at(-1)?.started ?? null,
      state: existsSync(join(folder, 'summary.json')) ? 'finished' : 'unfinished',
      foundations: study.settings?.foundations ?? null,
      seed: study.settings?.seed ?? null,
      mettle: `${made.mettle} ${String(made.identity.build ?? '').slice(0, 8)}`.trim(),
    },
  ]
}

function read(path: string): any {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
