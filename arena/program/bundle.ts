import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Message, type Plugin, stop } from 'esbuild'
import { messageOf, Refusal } from '../refusal/errors.ts'
import { EXTENSION, PROGRAM } from './build.ts'

/** A plugin file as one module. */
export interface Bundle {
  readonly code: string
  /** The author's own modules in it, packages left out. */
  readonly inputs: readonly string[]
}

/**
 * One module of a plugin file and all it imports, but for what it shares with the running program.
 * @param path the file as it was typed. @throws Refusal naming file, line and column.
 */
export async function bundle(file: string, path: string): Promise<Bundle> {
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [file],
      absWorkingDir: dirname(file),
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [ownCopies],
      banner: { js: REQUIRE },
    })
    const inputs = Object.keys(metafile.inputs).filter((input) => !/(^|\/)node_modules\/|^</.test(input))
    return { code: outputFiles[0].text, inputs: inputs.map((input) => join(dirname(file), input)) }
  } catch (error) {
    throw new Refusal(`${path}: ${buildProblem(error)}`, { cause: error })
  } finally {
    await stop()
  }
}

/** CommonJS packages inside the bundle ask for Node's own modules this way. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** What esbuild could not do, with file, line and column. */
export function buildProblem(error: unknown): string {
  const first = (error as { errors?: Message[] }).errors?.[0]
  if (!first) return `expected code that bundles, got: ${messageOf(error)}`
  const at = first.location ? ` (${first.location.file}:${first.location.line}:${first.location.column + 1})` : ''
  return `expected code that bundles, got: ${first.text}${at}`
}

/** Packages a plugin shares with the program instead of bundling a second copy. */
const SHARED = /^(mettle|zod|rxjs|boardgame\.io|@tensorflow\/tfjs-core)(\/.*)?$/
/** A plugin inside Mettle's own tree imports the layers by relative path. */
const LAYER = /^(envs|agents|interventions|arena)[\\/]/

const ownCopies: Plugin = {
  name: 'own-copies',
  setup({ onResolve, resolve: resolveFrom }) {
    onResolve({ filter: SHARED }, ({ path }) => ({ path: ownCopy(path), external: true }))
    onResolve({ filter: /^\.\.?\// }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'asked') return undefined
      const found = await resolveFrom(path, { kind, resolveDir, pluginData: 'asked' })
      const own = found.errors.length === 0 ? ownLayer(found.path) : undefined
      return own ? { path: own, external: true } : found
    })
  },
}

function ownCopy(path: string): string {
  if (path === 'mettle') return pathToFileURL(join(PROGRAM, 'arena', `index${EXTENSION}`)).href
  return import.meta.resolve(path.replace(/^boardgame\.io\//, '#bgio/'))
}

/** Where the running program has that source file, if it is one of its own. */
function ownLayer(source: string): string | undefined {
  const root = EXTENSION === '.ts' ? PROGRAM : dirname(PROGRAM)
  const inside = relative(root, source)
  const built = join(PROGRAM, inside.replace(/\.tsx?$/, EXTENSION))
  return LAYER.test(inside.split(sep).join('/')) && existsSync(built) ? pathToFileURL(built).href : undefined
}

const OWN = 'mettle-program:'
const INSTALLED = 'mettle-package:/'

/** A bundle as it can be sent to another machine: places of this one are named by what lies there. */
export const sendable = (code: string): string =>
  code.replaceAll(pathToFileURL(PROGRAM).href, OWN).replaceAll(/file:\/\/[^"']*\/node_modules\//g, INSTALLED)

/** A bundle that was sent, with the places of this machine. @throws Refusal where it needs a package that is not here */
export const received = (code: string): string =>
  code
    .replaceAll(OWN, pathToFileURL(PROGRAM).href)
    .replaceAll(/mettle-package:\/((?:@[\w.-]+\/)?[\w.-]+)\//g, (_, name: string) => `${packageFolder(name).href}/`)

function packageFolder(name: string): URL {
  const folders = createRequire(fileURLToPath(import.meta.url)).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder))
  if (!found) throw new Refusal(`a study file that was sent: expected the package ${name} beside Mettle, got none`)
  return pathToFileURL(found)
}
