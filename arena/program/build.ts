import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from './canonical.ts'

const here = fileURLToPath(import.meta.url)
/** Where the running program's layers lie: the package itself from sources, `dist/` once built. */
export const PROGRAM = join(here, '..', '..', '..')
export const EXTENSION = extname(here)

const LAYERS = ['envs', 'agents', 'interventions', 'arena']
/** Parts that show results and decide none. */
const APART = ['arena/bench', 'arena/check/', 'arena/cli/', 'arena/report/page/', 'arena/viewer/'].map((part) =>
  part.split('/').join(sep),
)

/** Boards of envs, which draw what was. */
const BOARD = /^envs[\\/](.*[\\/])?board(-\w+)?\.[jt]sx?$/

/** Hash of the code that decides a study's numbers: results of different builds are never mixed in one folder. */
export function buildHash(): string {
  const files = LAYERS.flatMap((layer) => readdirSync(join(PROGRAM, layer), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && extname(entry.name) === EXTENSION && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(PROGRAM, join(entry.parentPath, entry.name)))
    .filter((path) => !APART.some((part) => path.startsWith(part)) && !BOARD.test(path))
    .sort()
  return sha256(files.map((path) => `${path} ${sha256(readFileSync(join(PROGRAM, path)))}`).join('\n')).slice(0, 16)
}

const PACKAGES = [
  'boardgame.io',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  'rxjs',
  'immer',
  'zod',
  'pure-rand',
  'piscina',
]

/** Versions of Mettle and of the packages that can move a number; null where one is not installed. */
export function versions(): { mettle: string; packages: Record<string, string | null> } {
  const read = (path: string): string => JSON.parse(readFileSync(path, 'utf8')).version
  return {
    mettle: read(join(packageRoot(), 'package.json')),
    packages: Object.fromEntries(PACKAGES.map((name) => [name, installed(name, read)])),
  }
}

const packageRoot = () => (EXTENSION === '.ts' ? PROGRAM : join(PROGRAM, '..'))

function installed(name: string, read: (path: string) => string): string | null {
  const folders = createRequire(here).resolve.paths(name) ?? []
  for (const folder of folders) {
    try {
      return read(join(folder, name, 'package.json'))
    } catch {}
  }
  return null
}
