import type { Env } from '../../envs/define.ts'
import { type Encounter, morals } from './moral.ts'
import type { Fixture } from './pairings.ts'

/** Axelrod's moral metrics of one agent (Singer-Clark 2014). */
export interface Moral {
  readonly agent: string
  readonly cooperating: number
  readonly goodPartner: number
  readonly eigenjesus: number
  readonly eigenmoses: number
}

/** Index of the action `cooperate`, in two-seat envs where the only other one is `defect`; −1 elsewhere. */
export function cooperationOf({ actions, seats, report }: Env): number {
  const own = report < 0 ? actions : actions.slice(0, report)
  const labels = own.map(({ label }) => label)
  const fits = seats === 2 && labels.length === 2 && labels.includes('defect')
  return fits ? labels.indexOf('cooperate') : -1
}

/** How often each seat took that action, and how many turns it had. */
export function countCooperation(
  actions: readonly number[],
  cooperate: number,
): Pick<Encounter, 'turns' | 'cooperations'> {
  const cooperations: [number, number] = [0, 0]
  let decisions = 0
  for (let i = 0; i < actions.length; i += 2) {
    decisions += 1
    if (actions[i + 1] === cooperate) cooperations[actions[i]] += 1
  }
  return { turns: decisions / 2, cooperations }
}

/** From matches among the agents and each agent's with itself. */
export function moralsOf(
  names: readonly string[],
  fixtures: readonly Fixture[],
  counted: readonly Pick<Encounter, 'turns' | 'cooperations'>[],
): Moral[] {
  const encounters = fixtures.flatMap(({ purpose, seats: [a, b] }, i) =>
    purpose === 'rating' || purpose === 'moral' ? [{ players: [a, b] as const, ...counted[i] }] : [],
  )
  const found = morals(names.length, encounters)
  return names.map((agent, i) => ({
    agent,
    cooperating: found.cooperating[i],
    goodPartner: found.goodPartner[i],
    eigenjesus: found.eigenjesus[i],
    eigenmoses: found.eigenmoses[i],
  }))
}
