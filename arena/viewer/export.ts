import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { refuse } from '../refusal/errors.ts'
import type { Page } from './bundle-page.ts'
import type { Watched } from './watched.ts'

/**
 * The page and all it reads as files that any web server can serve. Written aside and put in place whole.
 * @returns the number of jobs written @throws Refusal where something is there already
 */
export function exportTo(dir: string, watched: Watched, page: Page): number {
  const to = resolve(dir)
  if (existsSync(to) && readdirSync(to).length > 0)
    refuse(`--export ${dir}`, 'a new or empty folder', 'one that holds files')
  const part = join(dirname(to), `.tmp-${process.pid}-export`)
  rmSync(part, { recursive: true, force: true })
  mkdirSync(join(part, 'data', 'matches'), { recursive: true })
  try {
    for (const [name, text] of Object.entries(page)) writeFileSync(join(part, name), text)
    const run = watched.run()
    writeFileSync(join(part, 'data', 'run.json'), JSON.stringify({ ...run, live: false }))
    writeFileSync(join(part, 'data', 'play.json'), '[]')
    for (const { folder } of run.jobs.filter(({ problem }) => problem === undefined))
      writeFileSync(join(part, 'data', 'matches', `${folder}.json`), JSON.stringify(watched.matches(folder)))
    rmSync(to, { recursive: true, force: true })
    renameSync(part, to)
    return run.jobs.length
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}
