import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shared } from '../../shared.ts'
import { type Ended, mettle, SMALL } from './mettle.ts'

/** A finished run, as the command left it. */
export interface Whole {
  /** The run folder: every suite has a copy of its own. */
  readonly path: string
  readonly ended: Ended
}

/**
 * A copy, in `cwd`, of the `SMALL` run of `tiny` by two workers, with its profile: run once for all suites that begin
 * with one.
 */
export async function wholeRun(cwd: string, name = 'whole'): Promise<Whole> {
  const folder = await shared('whole', async (at) => {
    const ended = await mettle(at, 'study', 'tiny', ...SMALL, '--workers', '2', '--profile', '--out', 'whole')
    if (ended.code !== 0) throw new Error(`Expected a finished run, got ${ended.code}: ${ended.stderr}`)
    writeFileSync(join(at, 'ended.json'), JSON.stringify({ ended }))
  })
  cpSync(join(folder, 'whole'), join(cwd, name), { recursive: true, preserveTimestamps: true })
  return { path: join(cwd, name), ...JSON.parse(readFileSync(join(folder, 'ended.json'), 'utf8')) }
}
