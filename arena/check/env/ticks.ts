import { createRng } from '../../../envs/random.ts'
import { difference } from '../../engine/compare.ts'
import { deciding, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { sorted } from '../sorted.ts'
import { type Moment, moments, tryAction } from './moments.ts'
import { scenes, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

export const ticks: Check<EnvSubject> = {
  name: 'ticks',
  claim:
    'The decisions of one tick lead to the same state, chance included, in every order of seats in which all are accepted.',
  needs: ['repeats'],
  run(subject) {
    for (const scene of scenes(subject, 4)) for (const moment of moments(scene)) expectOrderFree(moment)
  },
}

type Decided = readonly { readonly seat: number; readonly action: number }[]

function expectOrderFree(moment: Moment): void {
  const { scene, env, match } = moment
  const rng = createRng(scene.seed).fork(match.state().stateID)
  const decided = deciding(env, match).flatMap((seat) => {
    const mask = legalMask(env, seenBy(match, seat))
    return mask.includes(1) ? [{ seat, action: rng.weighted(mask) }] : []
  })
  if (decided.length < 2) return
  const led = orders(decided).flatMap((order) => {
    const state = after(moment, order)
    return state ? [{ order, state }] : []
  })
  for (const { order, state } of led.slice(1)) {
    const differs = difference(led[0].state, state, 'state')
    if (differs)
      broken(
        `the same state whether seats ${names(led[0].order)} or ${names(order)} go first`,
        `${differs} (${where(scene)})`,
      )
  }
}

const names = (order: Decided) => order.map(({ seat }) => seat).join(', ')

/** The state after all decisions in that order, keys sorted; undefined if one was refused. */
function after({ env, match }: Moment, order: Decided): unknown {
  const tried = match.clone()
  for (const { seat, action } of order) if (tryAction(tried, env, seat, action) !== true) return undefined
  return sorted(tried.state())
}

/** Every order; past five seats every rotation and its mirror image, which still moves every pair. */
function orders(decided: Decided): Decided[] {
  if (decided.length < 2) return [decided]
  if (decided.length > 5) {
    const turned = decided.map((_, i) => [...decided.slice(i), ...decided.slice(0, i)])
    return [...turned, ...turned.map((order) => order.toReversed())]
  }
  return decided.flatMap((first) => orders(decided.filter((each) => each !== first)).map((rest) => [first, ...rest]))
}
