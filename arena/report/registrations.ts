import type { Summary } from '../analysis/summary.ts'
import type { Counted } from '../registration/siblings.ts'

/** All registrations of the run's study, as counted when it started; none for a run that is not registered. */
export const registrationsIn = ({ timing }: Summary): readonly Counted[] =>
  (timing as { registrations?: readonly Counted[] } | undefined)?.registrations ?? []

/**
 * What a reader must know of a study that was registered more than once: starts under one registration say less than they
 * seem to.
 * @param own hash of the registration of a run that has started and not ended when this is counted
 */
export const registeredAgain = (study: string, all: readonly Counted[], own?: string): string | null =>
  all.length < 2
    ? null
    : `${study} is registered ${all.length} times, each with a seed of its own: ${all.map((each) => counted(each, own)).join('; ')}.`

function counted({ hash, starts, ends }: Counted, own: string | undefined): string {
  const name = hash.slice(0, 8)
  if (starts === null) return `${name} has a ledger that cannot be read`
  if (own !== hash) return `${name} started ${times(starts)}, ended ${times(ends ?? 0)}`
  return `${name} started ${times(starts)}, by this run last, ended ${times(ends ?? 0)} before it`
}

const times = (n: number) => (n === 1 ? 'once' : n === 0 ? 'never' : `${n} times`)
