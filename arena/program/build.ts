import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from './canonical.ts'

const here = fileURLToPath(import.meta.url)
/** Where the running program's layers lie: the package itself from sources, `dist/` once built. */
export const PROGRAM = join(here, '..', '..', '..')
export const EXTENSION = extname(here)

/** Where a page of docs/ lies for whoever reads a message: in an installed package it is far from the working folder. */
export const pageAt = (name: string): string =>
  relative(process.cwd(), join(PROGRAM, EXTENSION === '.ts' ? '.' : '..', 'docs', name))

/**
 * Where what decides numbers begins, by what is computed. A build hash covers these files and all that they import, and
 * nothing else: what shows results, runs jobs or refuses input moves no number. Plugins are reached from their
 * catalogs, since a study brings them as values.
 */
const ROOTS = {
  study: [
    ...['envs/catalog', 'interventions/catalog'],
    ...['arena/trial/foundation', 'arena/trial/trial', 'arena/analysis/summarise', 'arena/tables/run'],
  ],
  tournament: ['envs/catalog', 'arena/entrants/resolve', 'arena/tournament/run', 'arena/tournament/conclude'],
  battery: ['envs/catalog', 'arena/entrants/resolve', 'arena/battery/battery'],
  calibration: ['envs/catalog', 'arena/measure/instruments/battery-calibration'],
} as const
export type Computed = keyof typeof ROOTS

/** Of all that workers on a queue compute. */
export const queueBuild = (): string =>
  sha256((['study', 'tournament', 'battery'] as const).map((computed) => buildHash(computed)).join('\n')).slice(0, 16)

/** Words of refusals: a message moves no number. */
const WORDS = `arena${sep}refusal${sep}`

/** Imports of values from another source file; types are gone when code runs. */
const IMPORT = /^\s*(?:import|export)\s(?!type\s)[^'"]*?from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/gm

/**
 * Files that decide such numbers, as paths under `root`, sorted.
 * @param root holds the layers: the program's own unless said
 */
export function decidingFiles(computed: Computed, root = PROGRAM): string[] {
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path) || path.startsWith(WORDS)) return
    found.add(path)
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, still, later] of text.matchAll(IMPORT)) visit(join(dirname(path), still ?? later))
    if (text.includes("'#kernels'")) for (const kernel of kernelsIn(root)) found.add(kernel)
  }
  for (const start of ROOTS[computed]) visit(`${start.split('/').join(sep)}${EXTENSION}`)
  return [...found].sort()
}

/** The kernels, which are loaded by the name #kernels: their sources, or what was built of them. */
function kernelsIn(root: string): string[] {
  const folder = join('agents', 'compiled', 'kernels')
  if (EXTENSION !== '.ts') return [`${folder}.wasm`]
  return readdirSync(join(root, folder)).map((name) => join(folder, name))
}

/** Hash of the code that decides such numbers: results of different builds are never mixed in one folder. */
export const buildHash = (computed: Computed, root = PROGRAM): string =>
  sha256(
    decidingFiles(computed, root)
      .map((path) => `${path} ${sha256(readFileSync(join(root, path)))}`)
      .join('\n'),
  ).slice(0, 16)

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
