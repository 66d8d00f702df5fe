import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { refuse } from '../refusal/errors.ts'
import type { Page } from './bundle-page.ts'
import { PLAYED } from './data.ts'
import type { Watched } from './watched.ts'

/**
 * The page and all it reads as files, which a browser opens from a disk or any web server serves. Written aside and put
 * in place whole.
 * @param played whether matches that people played go in too
 * @returns the number of jobs written @throws Refusal where something is there already
 */
export function exportTo(dir: string, watched: Watched, page: Page, played = false): number {
  const to = resolve(dir)
  if (existsSync(to) && readdirSync(to).length > 0)
    refuse(`--export ${dir}`, 'a new or empty folder', 'one that holds files')
  const part = join(dirname(to), `.tmp-${process.pid}-export`)
  rmSync(part, { recursive: true, force: true })
  mkdirSync(join(part, 'data', 'matches'), { recursive: true })
  try {
    for (const [name, text] of Object.entries(page))
      writeFileSync(join(part, name), name === 'index.html' ? text.replace('<body>', '<body data-exported>') : text)
    const whole = watched.run()
    const run = { ...whole, live: false, jobs: whole.jobs.filter(({ arm }) => played || arm !== PLAYED) }
    tell(part, 'data/run.json', run)
    for (const { folder } of run.jobs.filter(({ problem }) => problem === undefined))
      tell(part, `data/matches/${encodeURIComponent(folder)}.json`, watched.matches(folder))
    rmSync(to, { recursive: true, force: true })
    renameSync(part, to)
    return run.jobs.length
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** Data as a script, under the path that the page asks for: a page from a disk may run files and read none. */
function tell(part: string, path: string, data: unknown): void {
  const told = `(globalThis.mettleData ??= {})[${JSON.stringify(path)}] = ${JSON.stringify(data)}\n`
  writeFileSync(join(part, decodeURIComponent(path).replace(/\.json$/, '.js')), told)
}
