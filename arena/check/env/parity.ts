import { createRng } from '../../../envs/random.ts'
import { difference } from '../../engine/compare.ts'
import { deciding, legalActions, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { moments, tryAction } from './moments.ts'
import { type Reading, read } from './reading.ts'
import { begin, type Scene, usual, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'
import { figures } from './trace.ts'

export const parity: Check<EnvSubject> = {
  name: 'parity',
  claim:
    'Where parity is declared, relabelling routes at the default params leaves every payoff, power figure, random draw and the flow of the match bit-identical, and all that other seats get.',
  needs: ['repeats', 'accepts'],
  run(subject) {
    const { parity: declared } = subject.plugin.spec
    if (declared === 'none') return 'holds of itself: parity is not declared'
    const routes = [...declared.clean, ...declared.dark]
    expectRoutes(subject, routes)
    let compared = 0
    for (const scene of usual(subject, 6)) compared += relabel(scene, routes)
    if (compared === 0) broken('decisions in which routes differ', 'none in any match that was played')
  },
}

function expectRoutes({ plugin }: EnvSubject, routes: readonly string[]): void {
  const labels = plugin().actions.map(({ label }) => label)
  const odd = routes.find((route, i) => !labels.includes(route) || routes.indexOf(route) !== i)
  if (odd) broken('routes that are labels of the action table, each clean or dark', `${odd} among ${routes}`)
}

interface Taken {
  readonly seat: number
  readonly action: number
  /** The other routes that were open. */
  readonly others: readonly number[]
}

/** Every route of the match is relabelled alone, in each way, and all of them together at random. */
function relabel(scene: Scene, routes: readonly string[]): number {
  const { env } = scene
  const isRoute = (action: number) => routes.includes(env.actions[action].label)
  const taken: Taken[] = [...moments(scene)].map(({ seat, mask, action }) => ({
    seat,
    action,
    others: isRoute(action) ? legalActions(mask).filter((other) => other !== action && isRoute(other)) : [],
  }))
  const original = replay(scene, taken)
  const single = taken.flatMap(({ others }, at) =>
    others.map((action) => taken.map((each, i) => (i === at ? { ...each, action } : each))),
  )
  const rng = createRng(`${scene.seed}/routes`)
  const all = taken.map((each) => ({
    ...each,
    action: [each.action, ...each.others][rng.integer(each.others.length + 1)],
  }))
  for (const relabelled of [...single, all]) expectSame(scene, taken, relabelled, original)
  return single.length
}

function expectSame(scene: Scene, taken: readonly Taken[], relabelled: readonly Taken[], original: Step[]): void {
  const labels = scene.env.actions.map(({ label }) => label)
  const changed = relabelled.flatMap(({ seat, action }, i) => (action === taken[i].action ? [] : [{ seat, action, i }]))
  const deciders = changed.map(({ seat }) => seat)
  const differs = difference(
    original.map((step) => shared(step, deciders)),
    replay(scene, relabelled).map((step) => shared(step, deciders)),
    'decisions',
  )
  const told = changed.map(({ action, i }) => `${labels[taken[i].action]} → ${labels[action]} at decision ${i}`)
  if (differs) broken('a relabelled match to stay the same', `${differs}, after ${told.join(', ')} (${where(scene)})`)
}

interface Step {
  readonly outcome: unknown
  readonly readings: ReadonlyMap<number, Reading>
}

/** What must not change: of a seat that decided otherwise, only what is legal for it. */
const shared = ({ outcome, readings }: Step, deciders: readonly number[]) => ({
  outcome,
  seats: [...readings].map(([seat, reading]) =>
    deciders.includes(seat) ? { seat, legal: reading.legal } : { seat, ...reading },
  ),
})

/** After each decision: figures, flow and chance, and what every seat gets that decides next. */
function replay(scene: Scene, taken: readonly Taken[]): Step[] {
  const { env } = scene
  const match = begin(scene)
  return taken.map(({ seat, action }) => {
    const accepted = String(tryAction(match, env, seat, action))
    const { ctx, random } = match.state()
    const readings = deciding(env, match).map((each) => [each, read(env, seenBy(match, each))] as const)
    return {
      outcome: structuredClone({ accepted, ...figures(scene, match), ctx, random }),
      readings: new Map(structuredClone(readings)),
    }
  })
}
