import type { Summary } from '../analysis/summary.ts'
import type { Counted } from '../registration/siblings.ts'

/** All registrations of the run's study, as counted when it started; none for a run that is not registered. */
export const registrationsIn = ({ timing }: Summary): readonly Counted[] =>
  (timing as { registrations?: readonly Counted[] } | undefined)?.registrations ?? []

/** What a reader must know of a study that was registered more than once: starts under one registration say less than they seem to. */
export const registeredAgain = (study: string, all: readonly Counted[]): string | null =>
  all.length < 2
    ? null
    : `${study} is registered ${all.length} times, each with a seed of its own: ${all.map(counted).join('; ')}.`

const counted = ({ hash, starts, ends }: Counted): string =>
  `${hash.slice(0, 8)} ${starts === null ? 'has a ledger that cannot be read' : `started ${times(starts)}, ended ${times(ends ?? 0)}`}`

const times = (n: number) => (n === 1 ? 'once' : n === 0 ? 'never' : `${n} times`)
