import { ArgumentFault } from './fault.ts'

/** Whether what one seat is paid the others lose: then winning says all, else what was paid does. */
export type Contest = 'zero-sum' | 'mixed'

const CONTESTS: readonly unknown[] = ['zero-sum', 'mixed']

/** @throws ArgumentFault naming the env when a train env says neither */
export function contestOf(spec: { readonly id: string; readonly kind: string; readonly contest?: Contest }): Contest {
  const { id, kind, contest = kind === 'eval' ? 'mixed' : undefined } = spec
  if (contest !== undefined && CONTESTS.includes(contest)) return contest
  throw new ArgumentFault(
    `env ${id}: expected contest: 'zero-sum' (payoffs of all seats sum to a constant) or 'mixed', got ${JSON.stringify(contest)}. Add it to defineEnv: tournaments are ranked by it`,
  )
}
