import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { suggestion } from '../refusal/nearest.ts'

/** Whether a text is written as a path, and so is no id. */
export const isPath = (ref: string): boolean => /[\\/]|\.[cm]?[jt]sx?$|^\.+$/.test(ref)

/**
 * The plugin file that a text names: the file itself, the entry of the folder whose package.json it is, or that of an installed package
 * of that name, looked for from the working folder upwards as Node does. Undefined where there is none.
 */
export function locate(ref: string): string | undefined {
  const path = resolve(ref)
  if (isPath(ref) && isFile(path)) return path
  return entryOf(path) ?? (PACKAGE.test(ref) ? packageEntry(ref, process.cwd()) : undefined)
}

/** What was probably meant by an id that none has: a plugin file here that was named without its ending, or a near id. */
export function meant(ref: string, ids: readonly string[]): string {
  const file = ENDINGS.map((ending) => `${ref}${ending}`).find((name) => isFile(resolve(name)))
  return file ? `Did you mean ./${file}?` : suggestion(ref, ids)
}

const ENDINGS = ['.ts', '.js', '.mts', '.mjs', '.tsx', '.jsx']

/** As npm lets packages be called. */
const PACKAGE = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/

const isFile = (path: string) => existsSync(path) && statSync(path).isFile()

function packageEntry(name: string, from: string): string | undefined {
  const found = entryOf(join(from, 'node_modules', name))
  const above = dirname(from)
  return found ?? (above === from ? undefined : packageEntry(name, above))
}

/** What `import` gets of a package: `exports` before `main` before index.js. */
function entryOf(folder: string): string | undefined {
  const manifest = join(folder, 'package.json')
  if (!isFile(manifest)) return undefined
  const { exports, main } = read(manifest)
  const entry = target((exports as { '.'?: unknown } | undefined)?.['.'] ?? exports) ?? main ?? 'index.js'
  const file = typeof entry === 'string' ? join(folder, entry) : ''
  return isFile(file) ? file : undefined
}

const CONDITIONS = ['node', 'import', 'default']

function target(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null) return exports
  const [met] = Object.entries(exports).filter(([condition]) => CONDITIONS.includes(condition))
  return met && target(met[1])
}

function read(manifest: string): { readonly exports?: unknown; readonly main?: unknown } {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')) ?? {}
  } catch {
    return {}
  }
}
