import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { exportInspect } from '../inspect/export.ts'
import { refuse } from '../refusal/errors.ts'
import { counted } from '../statistics/show.ts'
import { openWatched } from '../viewer/folder.ts'
import { narrate, print, printJson } from './print.ts'

/** As commander hands them over. */
export interface ExportFlags {
  readonly out?: string
  readonly plugin: readonly string[]
  readonly json?: boolean
}

/** The action of `mettle export`. @throws Refusal */
export async function exportRun(_format: 'inspect', run: string, flags: ExportFlags): Promise<void> {
  if (existsSync(run) && statSync(run).isFile()) refuse(`export ${run}`, 'the folder of a run', 'a file')
  const watched = await openWatched(run, false, flags.plugin)
  const out = flags.out ?? join(run, 'inspect')
  const logs = exportInspect(out, watched)
  if (flags.json) return printJson({ schema: 1, logs })
  for (const { file, samples } of logs) print(`${file}  ${counted(samples, 'sample')}`)
  narrate(`Look at them with: inspect view --log-dir ${out}`)
}
