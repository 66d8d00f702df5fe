import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, stop } from 'esbuild'
import { EXTENSION, PROGRAM } from '../program/build.ts'
import { buildProblem } from '../program/bundle.ts'
import { Refusal } from '../refusal/errors.ts'
import type { Plugins, Source } from './plugins.ts'

/** The page as three files, with the run's plugins and boards in it. */
export interface Page {
  readonly 'index.html': string
  readonly 'app.js': string
  readonly 'app.css': string
}

const INDEX = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mettle</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css">
<body><div id="page"></div><noscript>Matches are played again in the page, which needs JavaScript.</noscript>
<script src="app.js"></script></body>
</html>
`

/** @throws Refusal naming file and line of what does not bundle */
export async function bundlePage(plugins: Plugins): Promise<Page> {
  try {
    const { outputFiles } = await build({
      stdin: { contents: entryOf(plugins), resolveDir: PROGRAM, sourcefile: 'page.js' },
      outdir: 'out',
      entryNames: 'app',
      bundle: true,
      write: false,
      minify: true,
      // A page that is opened from a disk may load no module.
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
      legalComments: 'none',
      plugins: [ownCopies],
    })
    const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
    return { 'index.html': INDEX, 'app.js': text('.js'), 'app.css': text('.css') }
  } catch (error) {
    throw new Refusal(`the page: ${buildProblem(error)}`, { cause: error })
  } finally {
    await stop()
  }
}

function entryOf({ envs, interventions }: Plugins): string {
  const path = (file: string) => JSON.stringify(file)
  const imports: string[] = [
    `import { open } from ${path(join(PROGRAM, 'arena', 'viewer', 'page', `open${EXTENSION === '.ts' ? '.tsx' : '.js'}`))}`,
  ]
  const add = (source: Source<unknown>, name: string) => {
    imports.push(`import * as ${name} from ${path(source.module)}`)
    if (source.board) imports.push(`import ${name}Board from ${path(source.board)}`)
    return `{ module: ${name}, board: ${source.board ? `${name}Board` : 'null'} }`
  }
  const table = (sources: ReadonlyMap<string, Source<unknown>>, letter: string) =>
    [...sources].map(([id, source], i) => `${path(id)}: ${add(source, `${letter}${i}`)}`).join(', ')
  const changing = new Map([...interventions].filter(([, { plugin }]) => plugin.spec.touches.includes('game')))
  const [e, v] = [table(envs, 'env'), table(changing, 'intervention')]
  return `${imports.join('\n')}\nopen({ envs: { ${e} }, interventions: { ${v} } })`
}

/** Packages of which plugin files and the page must have one copy: ours. */
const SHARED = /^(mettle|zod|rxjs|boardgame\.io|react|react-dom)(\/.*)?$/
const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Stands in the page for what only Node has: whatever is asked of it is itself again. */
const SHELL = `const shell = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : shell),
  apply: () => shell,
  construct: () => shell,
})`

/** Exports that have no name; from Node 23 on a CommonJS module shows itself under the second. */
const UNNAMED = ['default', 'module.exports']

/** `mettle` is for a plugin what it is in Node; what it asks of Node itself is an empty shell here, which no env or board ever calls. */
const ownCopies: Plugin = {
  name: 'own-copies',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: SHARED }, ({ path, kind, pluginData }) => {
      if (pluginData === 'asked') return undefined
      if (path === 'mettle') return { path: join(PROGRAM, 'arena', `index${EXTENSION}`) }
      return resolve(path, { kind, resolveDir: HERE, pluginData: 'asked' })
    })
    onResolve({ filter: /^(node:|esbuild$|fs$|path$|crypto$|worker_threads$|perf_hooks$)/ }, ({ path }) => ({
      path,
      namespace: 'shell',
    }))
    onLoad({ filter: /./, namespace: 'shell' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => !UNNAMED.includes(name))
      return {
        contents: `${SHELL}\nexport default shell\n${names.map((name) => `export const ${name} = shell`).join('\n')}`,
      }
    })
  },
}
