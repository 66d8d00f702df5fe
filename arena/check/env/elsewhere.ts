import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../../envs/fault.ts'
import { EXTENSION, PROGRAM } from '../../program/build.ts'

/** Plain Node cannot run sources everywhere, so from sources the built twin is started. */
const TRACER = join(PROGRAM, EXTENSION === '.ts' ? 'dist' : '', 'arena', 'check', 'env', 'tracer.js')

/** What to think of first when the two differ. */
export const HINT = EXTENSION === '.ts' ? '; is dist/ built from these sources?' : ''

/** The trace hash as another process computes it. @throws Error when that process fails. */
export async function hashElsewhere(ref: string): Promise<string> {
  if (!existsSync(TRACER))
    throw new Fault('METTLE_CHECK', `expected a built Mettle to start another process, got no ${TRACER}`)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [TRACER, ref], { timeout: 120_000 })
    return stdout.slice(stdout.lastIndexOf('\n') + 1)
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    throw new Fault(
      'METTLE_CHECK',
      `expected another process to play ${ref}, got: ${stderr.trim().split('\n').slice(-3).join(' ')}`,
    )
  }
}
