import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { AgentPlugin } from '../../agents/define.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import type { InterventionPlugin } from '../../interventions/define.ts'
import { PROGRAM } from '../program/build.ts'
import { bundle, received, sendable } from '../program/bundle.ts'
import { sha256 } from '../program/canonical.ts'
import { locate } from '../program/locate.ts'
import { messageOf, Refusal, refuse } from '../refusal/errors.ts'
import type { Study } from './study.ts'

interface Kinds {
  study: Study
  env: EnvPlugin<any, any>
  intervention: InterventionPlugin<any>
  agent: AgentPlugin<any, any>
}
export type Kind = keyof Kinds

const has = (value: unknown, keys: readonly string[]) =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && keys.every((key) => key in value)
const specHas = (value: unknown, key: string) =>
  typeof value === 'function' && has(value, ['spec']) && has((value as any).spec, [key])

const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  study: (value) => has(value, ['id', 'env', 'evals', 'settings', 'arms']),
  env: (value) => specHas(value, 'observe'),
  intervention: (value) => specHas(value, 'touches'),
  agent: (value) => specHas(value, 'create'),
}
export const isStudy = IS.study

const DEFINE: Readonly<Record<Kind, string>> = {
  study: 'defineStudy',
  env: 'defineEnv',
  intervention: 'defineIntervention',
  agent: 'defineAgent',
}

export interface Loaded<T> {
  readonly value: T
  readonly path: string
  /** SHA-256 of the file with all that it bundles. */
  readonly sha256: string
  /** The file and its author's other modules that it bundles. */
  readonly inputs: readonly string[]
}

/**
 * Loads a plugin from a TypeScript or JavaScript file, a folder with a package.json or an installed package: its default
 * export, or its one export of that kind.
 * `mettle`, `zod` and `rxjs` are the running program's own, so there is one instance of everything.
 * @throws Refusal naming the file.
 */
export async function loadPlugin<K extends Kind>(path: string, kind: K): Promise<Loaded<Kinds[K]>> {
  const { value: exported, ...file } = await loadExports(path, kind)
  return { ...file, value: pick(exported, kind, path) as Kinds[K] }
}

/** Every plugin of one kind that a file exports, each once. @throws Refusal naming the file, where there is none */
export async function loadPlugins<K extends Kind>(path: string, kind: K): Promise<Kinds[K][]> {
  const { value: exported } = await loadExports(path, kind)
  const all = [...new Set(Object.values(exported).filter((value) => IS[kind](value)))]
  return (all.length > 0 ? all : [pick(exported, kind, path)]) as Kinds[K][]
}

/**
 * All that a plugin file exports, whatever kind it is of.
 * @param accept hears of the hash before any of its code runs, and throws where it is not the file that was meant
 * @throws Refusal naming the file
 */
export async function loadExports(
  path: string,
  kind: string,
  accept: (sha256: string) => void = () => {},
): Promise<Loaded<Readonly<Record<string, unknown>>>> {
  const file = locate(path) ?? refuse(path, `a ${kind} file`, 'no such file')
  const { code, inputs } = await bundle(file, path)
  const hash = sha256(portable(code))
  accept(hash)
  return { value: await evaluate(code, path), path: file, sha256: hash, inputs }
}

/** A plugin file with all it imports, as it can be sent to another machine. @throws Refusal naming the file */
export async function bundleToSend(path: string): Promise<string> {
  const file = locate(path) ?? refuse(path, 'a plugin file', 'no such file')
  return sendable((await bundle(file, path)).code)
}

/**
 * Loads the study that another machine bundled.
 * @param path as it was typed there @throws Refusal naming it
 */
export async function loadSentStudy(sent: string, path: string): Promise<Omit<Loaded<Study>, 'inputs'>> {
  const code = received(sent)
  return { value: pick(await evaluate(code, path), 'study', path) as Study, path, sha256: sha256(portable(code)) }
}

/** Without the place where Mettle is installed, which decides nothing. */
const portable = (code: string) =>
  code.replaceAll(pathToFileURL(PROGRAM).href, '').replaceAll(/file:\/\/[^"']*\/node_modules\//g, '')

/** Through a temporary module, which is gone when this returns. */
async function evaluate(code: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-'))
  const module = join(folder, 'plugin.mjs')
  try {
    writeFileSync(module, code)
    return await import(pathToFileURL(module).href)
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).replaceAll(/\s+/g, ' ') : messageOf(error)
    throw new Refusal(`${path}: expected a file that loads, got: ${problem}`, { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a file exports, for messages: names, and what each of them is. */
export const exportsOf = (exported: Readonly<Record<string, unknown>>): string =>
  Object.entries(exported)
    .map(([name, value]) => `${name} (${made(value)})`)
    .join(', ') || 'none'

function made(value: unknown): string {
  const kind = (Object.keys(IS) as Kind[]).find((each) => IS[each](value))
  if (kind) return `made with ${DEFINE[kind]}`
  return typeof value === 'object' && value !== null ? `an object of ${Object.keys(value).join(', ')}` : typeof value
}

function pick(exported: Readonly<Record<string, unknown>>, kind: Kind, path: string): unknown {
  if (IS[kind](exported.default)) return exported.default
  const names = Object.keys(exported).filter((name) => IS[kind](exported[name]))
  if (names.length === 1) return exported[names[0]]
  const got =
    names.length > 1 ? `${names.length} (${names.join(', ')}) and no default` : `exports ${exportsOf(exported)}`
  return refuse(path, `a default export made with ${DEFINE[kind]}`, got)
}
