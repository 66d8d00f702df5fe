import { difference } from '../../engine/compare.ts'
import type { Match } from '../../engine/define.ts'
import { deciding, legalActions, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { type Moment, moments, tryAction } from './moments.ts'
import { read } from './reading.ts'
import { scenes, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

/**
 * Sealed is a decision whose seat then waits for others that decide in the same tick. Where it changes what is legal
 * for another seat, that one is asked again and may know why; everybody else must not.
 */
export const sealed: Check<EnvSubject> = {
  name: 'sealed',
  claim:
    'Seats that decide in the same tick decide blind: the choice of a seat that has decided and waits changes nothing that a seat still to decide gets, its view included, unless it changes what is legal there.',
  needs: ['reads'],
  run(subject) {
    for (const scene of scenes(subject, 2)) for (const moment of moments(scene, undefined, 60)) expectSealed(moment)
  },
}

function expectSealed({ scene, env, match }: Moment): void {
  const seats = deciding(env, match)
  for (const seat of seats)
    for (const other of seats.filter((each) => each !== seat)) {
      const [first, ...rest] = futures(env, match, seat, other)
      for (const future of rest) {
        const differs = first && difference(first, future, 'seen')
        if (differs)
          broken(`seat ${other} to decide without knowing what seat ${seat} just chose`, `${differs} (${where(scene)})`)
      }
    }
}

/** What `other` gets after each sealed choice of `seat` that leaves it where it was, with the same legal actions. */
function futures(env: Moment['env'], match: Match, seat: number, other: number) {
  const before = seenBy(match, other)
  const legal = legalActions(legalMask(env, before)).join()
  return legalActions(legalMask(env, seenBy(match, seat))).flatMap((action) => {
    const tried = match.clone()
    if (tryAction(tried, env, seat, action) !== true) return []
    const active = deciding(env, tried)
    const seen = seenBy(tried, other)
    const same = seen.phase === before.phase && seen.stage === before.stage && seen.turn === before.turn
    if (active.includes(seat) || !active.includes(other) || !same) return []
    return legalActions(legalMask(env, seen)).join() === legal
      ? [structuredClone({ ...read(env, seen), view: seen.G })]
      : []
  })
}
