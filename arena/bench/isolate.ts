import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import type { Contender, ContenderName } from './contender.ts'

/**
 * Loads each contender with its own copy of engine and games. V8 specialises a function for the objects it has met, so
 * a game that was played frozen and on drafts is slow for everybody: trusted tic-tac-toe runs at half its speed after
 * exact mode ran the same functions. A program plays in one mode.
 */
export async function isolated(names: readonly ContenderName[]): Promise<Record<ContenderName, Contender>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./contender${extname(import.meta.url)}`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['#immer', '#bgio/*'],
    logLevel: 'silent',
  })
  await stop()
  return Object.fromEntries(names.map((name) => [name, load(outputFiles[0].text, name)])) as never
}

function load(code: string, name: ContenderName): Contender {
  const module = { exports: {} as typeof import('./contender.ts') }
  new Function('require', 'module', 'exports', `${code}\n// ${name}`)(
    createRequire(import.meta.url),
    module,
    module.exports,
  )
  return module.exports.createContender(name)
}
