/** A sound intervention and broken ones, each by one change. */
import { z } from 'zod'
import { tf } from '../../../../agents/backend.ts'
import type { Population } from '../../../../agents/traits.ts'
import type { InterventionPlugin, InterventionSpec, Touch } from '../../../../interventions/define.ts'
import { defineIntervention } from '../../../../interventions/make-intervention.ts'

const params = z.strictObject({ by: z.number().min(0).max(10).default(2) })
type Spec = InterventionSpec<typeof params, Touch>
type Setup = Spec['setup']

/** Some hooks only: what is touched is declared beside. */
type Hooked = (context: Parameters<Setup>[0]) => object

/** Multiplies rewards and counts rollouts. */
const setup = (({ params: { by }, events$, measure }) => {
  let rollouts = 0
  const watching = events$.subscribe(({ type }) => {
    if (type === 'rollout.collected') measure('rollouts', ++rollouts)
  })
  return {
    rewards: (rewards: readonly (readonly number[])[]) => rewards.map((each) => each.map((reward) => reward * by)),
    dispose: () => watching.unsubscribe(),
  }
}) as Hooked as Setup

const spec: Spec = {
  id: 'scaled',
  version: 1,
  summary: 'Multiplies rewards.',
  cites: [],
  params,
  identity: { by: 1 },
  regimes: ['full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup,
}
const scaled = (changed: Partial<Spec> = {}): InterventionPlugin<any> => defineIntervention({ ...spec, ...changed })

/** The sound setup with some hooks replaced. */
const hooked = (change: Hooked): Setup => ((context) => ({ ...setup(context), ...change(context) })) as Hooked as Setup

export const sound = scaled()

/** What each breaks. */
export const BROKEN_INTERVENTIONS: Readonly<Record<string, readonly [check: string, plugin: InterventionPlugin<any>]>> =
  {
    'a regime that is none': ['declared', scaled({ regimes: ['full', 'half' as never] })],
    'an undeclared hook': ['hooks', scaled({ setup: hooked(() => ({ cue: () => 'neutral' })) })],
    'a hook that is declared and missing': ['hooks', scaled({ touches: ['rewards', 'episodes'] })],
    'an observer that throws': [
      'observes',
      scaled({
        setup: ((context: Parameters<Setup>[0]) => {
          const watching = context.events$.subscribe(() => {
            throw new Error('heard too much')
          })
          return { rewards: (rewards: unknown) => rewards, dispose: () => watching.unsubscribe() }
        }) as never,
      }),
    ],
    'an async hook': [
      'synchronous',
      scaled({ setup: hooked(() => ({ rewards: async (rewards: unknown) => rewards })) }),
    ],
    'a hook that forgets to return': ['synchronous', scaled({ setup: hooked(() => ({ rewards: () => {} })) })],
    'rewards changed in place': [
      'surfaces',
      scaled({
        setup: hooked(({ params: { by } }) => ({
          rewards(rewards: number[][]) {
            for (const each of rewards) each[0] *= by
            return rewards
          },
        })),
      }),
    ],
    'an episode too few': [
      'surfaces',
      scaled({
        touches: ['episodes'],
        setup: (({ params: { by } }) => ({
          episodes: (all: readonly any[]) => (by === 1 ? all : all.map((each) => ({ ...each, match: 0 }))),
        })) as Hooked as Setup,
      }),
    ],
    'a subscription left behind': ['disposes', scaled({ setup: hooked(() => ({ dispose: () => {} })) })],
    'a tensor left behind': [
      'disposes',
      scaled({
        setup: hooked(() => {
          tf.scalar(1)
          return {}
        }),
      }),
    ],
    'chance of its own': [
      'draws',
      scaled({
        setup: hooked(({ params: { by } }) => ({
          rewards: (all: number[][]) => all.map((each) => each.map((x) => (by === 1 ? x : x * Math.random()))),
        })),
      }),
    ],
    'an identity that is none': ['identity', scaled({ identity: { by: 1.0001 } })],
    'an identity that moves the corpus': [
      'identity',
      scaled({
        touches: ['corpus'],
        activeIn: ['imitate'],
        setup: (() => ({
          corpus: (population: Population) => ({ ...population, mean: population.mean.map((x) => x + 1e-6) }),
        })) as Hooked as Setup,
      }),
    ],
    'a memory across trials': [
      'repeats',
      scaled({
        setup: hooked(({ params: { by }, env }) => {
          const late = env.actions.length > 0 && by !== 1 ? trials++ : 0
          return {
            rewards: (all: number[][]) => all.map((each) => each.map((x) => (all.length > 3 ? x * (1 + late) : x))),
          }
        }),
      }),
    ],
    'an env that is patched': [
      'removable',
      scaled({
        setup: hooked(({ env }) => {
          Object.assign(env, { patched: true })
          return {}
        }),
      }),
    ],
  }
let trials = 0
