import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCE = /^((?:envs|agents|interventions|arena)\/.*)\.ts$/

/** Suites about the sources themselves: what a build hash follows. */
const OF_SOURCES = /\/test\/arena\/program\//

/** Where the built program lies: its modules are loaded by Node itself. */
export const BUILT = /\/dist\/(envs|agents|interventions|arena)\//

/**
 * With `METTLE_BUILT=1`, as in `npm test`, which builds first, suites import the built program in place of the sources:
 * it is what ships, and it runs in two thirds of the time, since the sources are transformed for every process and then
 * look up each import at each use.
 */
export function built(): Plugin {
  return {
    name: 'mettle-built',
    enforce: 'pre',
    resolveId(id, importer) {
      if (process.env.METTLE_BUILT !== '1' || importer === undefined || !id.startsWith('.')) return null
      if (OF_SOURCES.test(importer)) return null
      const path = relative(ROOT, resolve(dirname(importer), id))
        .split(sep)
        .join('/')
      const [, module] = SOURCE.exec(path) ?? []
      const file = join(ROOT, 'dist', `${module}.js`)
      return module !== undefined && existsSync(file) ? file : null
    },
  }
}
