import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The name where a folder holds one env; it is read where its first line names the env. */
export const FILE = 'playthrough.txt'

/** What a playthrough is made of, besides the rules: its first line says it. */
export interface Recipe {
  readonly params?: Readonly<Record<string, unknown>>
  readonly seed: string
}

/** The playthrough of one env: a folder may hold several envs. */
export interface Playthrough {
  readonly name: string
  readonly path: string
  /** What stands there; undefined where there is none yet. */
  readonly text?: string
}

const FIRST_LINE = /^(\S+) v\d+ (\{.*\}) seed (\S+)$/
const read = (text: string) => FIRST_LINE.exec(text.split('\n', 1)[0]) ?? []

/** `<id>.playthrough.txt`; where that is missing, a `playthrough.txt` that is of this env. */
export function playthroughOf(folder: string, id: string): Playthrough {
  const own = at(folder, `${id}.${FILE}`)
  const shared = at(folder, FILE)
  return own.text === undefined && shared.text !== undefined && read(shared.text)[1] === id ? shared : own
}

function at(folder: string, name: string): Playthrough {
  const path = join(folder, name)
  return existsSync(path) ? { name, path, text: readFileSync(path, 'utf8') } : { name, path }
}

/** Undefined where the first line says nothing. */
export function recipeOf(text = ''): Recipe | undefined {
  const [, , params, seed] = read(text)
  return seed === undefined ? undefined : { params: JSON.parse(params), seed }
}
