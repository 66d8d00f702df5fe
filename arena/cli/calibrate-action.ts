import { DARK_TRAITS } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { command } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import { calibrated } from '../store/calibrated.ts'
import { resolveStudy } from '../studies/resolve.ts'
import { evalEnvs } from '../study/envs.ts'
import { evalsNamed } from '../study/evals.ts'
import type { Study } from '../study/study.ts'
import { calibrationJson, calibrationWords } from './calibrate-report.ts'
import { integer } from './integer.ts'
import { narrate, print, printJson } from './print.ts'

export interface CalibrateFlags {
  readonly set: readonly string[]
  readonly evals?: string
  readonly writers: string
  readonly json?: boolean
}

/** The action of `mettle calibrate`: exit 1 where a trait of D has no instrument. */
export async function calibrate(ref: string, flags: CalibrateFlags): Promise<void> {
  const writers = integer('--writers', flags.writers, 32, 100_000)
  const { study, files } = await resolveStudy({ ref, set: flags.set })
  refuseOwnTraits(ref, study)
  const evals = evalsOf(study, flags.evals)
  const started = performance.now()
  const found = calibrated(
    evals,
    files.map(({ sha256 }) => sha256),
    writers,
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  narrate(found.cached ? `read from ${found.path}` : `${seconds} s; ${found.unkept ?? `kept in ${found.path}`}`)
  if (flags.json) printJson(calibrationJson(study.id, evals, found))
  else print(calibrationWords(study.id, evals, found.calibration))
  const missing = DARK_TRAITS.filter((trait) => !found.calibration.dark.includes(trait))
  if (missing.length > 0) process.exitCode = 1
}

/** The long calibration reads the eight alone: its known groups are personas of theirs. */
function refuseOwnTraits(ref: string, { settings: { traits } }: Study): void {
  if (!traits) return
  const hint = `How well its eval envs measure these stands in each run: ${command('study', ref)}, then "Instruments" in report.html`
  refuse(
    `calibrate ${ref}`,
    'a study of the eight traits',
    `one of its own set ${traits.id} (${Object.keys(traits.traits).join(', ')})`,
    hint,
  )
}

const evalsOf = (study: Study, ids: string | undefined): Env[] =>
  ids === undefined ? evalEnvs(study) : evalsNamed('--evals', ids)
