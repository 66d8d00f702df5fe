import { join } from 'node:path'
import { command, thisCommand } from '../refusal/command.ts'
import { table } from '../report/terminal/table.ts'
import type { RunOutcome } from '../run/run.ts'
import { identityHash } from '../store/identity.ts'
import { EXPLORATORY } from '../study/seeds.ts'
import type { Prepared } from './prepared.ts'
import { narrate, print, printJson } from './print.ts'

/** What a run that came to its end leaves on the screen. */
export function ending(outcome: RunOutcome, prepared: Prepared, json: boolean): void {
  if (json) printJson(outcome.summary ?? unusable(outcome, prepared))
  else if (outcome.summary) print(table(outcome.summary))
  for (const { id, error } of outcome.failures)
    narrate(`failed: ${id.arm} ${id.regime} on foundation ${id.foundation}: ${error}`)
  if (!outcome.summary) narrate('No trial was usable.')
  narrate(`\nRun folder: ${prepared.folder}`)
  if (outcome.summary) narrate(`Report: ${join(prepared.folder, 'report.html')}`)
  narrate(next(outcome, prepared))
}

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

/** Commands to go on with: of this same study, with its settings as typed. A registered one has no other size or seed. */
function next({ failures }: RunOutcome, { folder, study, request, registered }: Prepared): string {
  const { foundations, seed } = study.settings
  const again = (key: 'foundations' | 'seed', value: number) => {
    const kept = request.set.filter((set) => !set.startsWith(`${key}=`)).flatMap((set) => ['--set', set])
    return command('study', request.ref, `--${key}`, String(value), ...kept)
  }
  const commands = [
    failures.length > 0
      ? ['try the failed trials again', thisCommand()]
      : ['the numbers behind the table', `less ${join(folder, 'summary.json')}`],
    ...(registered || foundations >= 10
      ? []
      : [['10 foundations, the fewest with a verdict', again('foundations', 10)]]),
    ...(registered || seed === EXPLORATORY ? [] : [['another seed', again('seed', seed + 1)]]),
    ['interventions that an arm can include', 'npx mettle list interventions'],
  ]
  return ['Next:', ...commands.map(([what, command]) => `  ${command}   # ${what}`)].join('\n')
}
