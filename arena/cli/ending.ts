import { join } from 'node:path'
import { command, thisCommand } from '../refusal/command.ts'
import { glance } from '../report/terminal/glance.ts'
import { table } from '../report/terminal/table.ts'
import type { RunOutcome } from '../run/run.ts'
import { SMOKE } from '../statistics/estimate.ts'
import { identityHash } from '../store/identity.ts'
import { EXPLORATORY } from '../study/seeds.ts'
import type { Prepared } from './prepared.ts'
import { narrate, print, printJson } from './print.ts'
import type { StudyFlags } from './study-flags.ts'

/** What a run that came to its end leaves on the screen: the answer, and all tables where they are asked for. */
export function ending(outcome: RunOutcome, prepared: Prepared, { json, tables }: Shown): void {
  if (json) printJson(outcome.summary ?? unusable(outcome, prepared))
  else if (outcome.summary) print(glance(outcome.summary, screen()))
  if (!json && tables && outcome.summary) print(`\n${table(outcome.summary, columnsOf(process.stdout))}`)
  for (const { id, error } of outcome.failures)
    narrate(`failed: ${id.arm} ${id.regime} on foundation ${id.foundation}: ${error}`)
  if (outcome.failures.length > 0) narrate(`Replays what failed, alone and with the same seeds: ${thisCommand()}`)
  if (!outcome.summary) narrate('No trial was usable.')
  narrate(next(outcome, prepared))
}

/** What `--json` and `--tables` ask for. */
export type Shown = Pick<StudyFlags, 'json' | 'tables'>

/** Columns of a terminal; tables for a file or another program are not folded. */
const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream) => (isTTY ? columns : undefined)

/** The terminal that is printed on, 80 columns where it is none; NO_COLOR is kept. */
const screen = () => ({
  width: Math.max(40, process.stdout.columns ?? 80),
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
})

/** What an interrupted run leaves: how to go on. */
export const interrupted = ({ folder }: Prepared): void =>
  narrate(`Interrupted; finished jobs are kept in ${folder}. Resume with:\n  ${thisCommand()}`)

/** What a run leaves that could not write any more. */
export const troubled = ({ folder }: Prepared, trouble: string): void =>
  narrate(
    `Stopped: ${trouble}. Finished jobs are kept in ${folder}. Once that is fixed, resume with:\n  ${thisCommand()}`,
  )

/** What `--json` prints when there is nothing to summarise. */
const unusable = ({ failures }: RunOutcome, { study, identity }: Prepared) => ({
  schema: 1,
  study: study.id,
  hash: identityHash(identity),
  n: { foundations: 0, trials: 0, failed: failures.length },
  failures,
})

/** Where to look and how to go on: this same study, with its settings as typed. A registered one has no other size or seed. */
function next({ summary }: RunOutcome, { folder, study, request, registered }: Prepared): string {
  const { foundations, seed } = study.settings
  const again = (key: 'foundations' | 'seed', value: number) => {
    const kept = request.set.filter((set) => !set.startsWith(`${key}=`)).flatMap((set) => ['--set', set])
    return command('study', request.ref, `--${key}`, String(value), ...kept)
  }
  const lines = [
    ...(summary ? [['report', join(folder, 'report.html')]] : [['run folder', folder]]),
    ...(summary ? [['matches', command('watch', folder)]] : []),
    ...(registered || foundations >= SMOKE ? [] : [['evidence', again('foundations', SMOKE)]]),
    ...(registered || seed === EXPLORATORY || foundations < SMOKE ? [] : [['other seed', again('seed', seed + 1)]]),
    ['more ideas', 'npx mettle list interventions'],
  ]
  return lines.map(([what, where]) => `${what.padEnd(10)}  ${where}`).join('\n')
}
