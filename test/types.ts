/**
 * What the compiler must say to an author who writes no generic argument: `npm run types` fails where one of these errors is none, and
 * test/package.test.ts compiles it against the installed package.
 */
import {
  boardroom,
  COMMON,
  defineAgent,
  defineEnv,
  defineIntervention,
  defineStudy,
  dictator,
  type Game,
  kl,
  prompt,
  tf,
  writerPlugin,
} from 'mettle'
import { z } from 'zod'

const spec = {
  id: 'mine',
  version: 1,
  summary: 'A sentence.',
  cites: [],
  params: z.strictObject({ rate: z.number().default(0) }),
  identity: { rate: 0 },
  regimes: ['full'],
  activeIn: ['compete'],
} as const

export const interventions = [
  defineIntervention({
    ...spec,
    touches: ['rewards'],
    setup: ({ params }) => ({ rewards: (all) => all.map((episode) => episode.map((reward) => reward * params.rate)) }),
  }),
  defineIntervention({
    ...spec,
    touches: ['rewards'],
    // @ts-expect-error a hook that is not declared
    setup: () => ({ rewards: (all) => all, cue: () => 'neutral' }),
  }),
  // @ts-expect-error a hook that is declared and not returned
  defineIntervention({ ...spec, touches: ['rewards', 'cue'], setup: () => ({ rewards: (all) => all }) }),
  // @ts-expect-error a hook that does not exist
  defineIntervention({ ...spec, touches: ['reward'], setup: () => ({}) }),
  // @ts-expect-error a regime that does not exist
  defineIntervention({ ...spec, regimes: ['fully'], touches: ['rewards'], setup: () => ({ rewards: (all) => all }) }),
  defineIntervention({
    ...spec,
    touches: ['rewards'],
    // @ts-expect-error a param that does not exist
    setup: ({ params }) => ({ rewards: (all) => (params.rates ? all : []) }),
  }),
]

export const twinned = [
  defineIntervention({
    ...spec,
    twin: { rate: 1 },
    touches: ['rewards'],
    setup: () => ({ rewards: (all) => all }),
  })().twin(),
  // @ts-expect-error a twin that the spec does not name
  defineIntervention({ ...spec, touches: ['rewards'], setup: () => ({ rewards: (all) => all }) })().twin(),
]

export const losing = [
  defineIntervention({
    ...spec,
    touches: ['loss'],
    setup: () => ({ loss: ({ z, weight }) => tf.mean(tf.mul(weight, tf.mean(z, 1))) }),
  }),
  defineIntervention({
    ...spec,
    touches: ['gradients', 'between'],
    setup: () => ({
      gradients: (_, { of, practice }) => of(() => tf.mean(practice().learner().z)),
      between: ({ train }) => void train(1, ({ learner }) => tf.mean(learner().z)),
    }),
  }),
  // @ts-expect-error a loss that is no tensor
  defineIntervention({ ...spec, touches: ['loss'], setup: () => ({ loss: () => 3 }) }),
]

interface Pie {
  left: number
}
const env = {
  id: 'pie',
  version: 1,
  summary: 'A sentence.',
  kind: 'train',
  contest: 'mixed',
  seats: () => 2,
  parity: 'none',
  actions: () => [],
  legal: () => {},
  observationSize: () => COMMON,
  observe: () => {},
  power: () => 0.5,
  bound: () => 1,
} as const
const params = z.strictObject({ size: z.int().default(3) })
const game = ({ size }: { size: number }): Game<Pie> => ({ setup: () => ({ left: size }) })

export const envs = [
  defineEnv({
    ...env,
    params,
    game,
    appraise: (_seen, _action, { size }) => ({ gain: size }),
    score: ({ G }) => G.left,
  }),
  // @ts-expect-error an appraisal that does not exist, alone
  defineEnv({ ...env, params, game, appraise: () => ({ gian: 1 }), score: () => 0 }),
  // @ts-expect-error an appraisal that does not exist, beside one that does
  defineEnv({ ...env, params, game, appraise: () => ({ gain: 1, harn: 1 }), score: () => 0 }),
  // @ts-expect-error a part of the state that does not exist
  defineEnv({ ...env, params, game, appraise: () => ({}), score: ({ G }) => G.lift }),
  // @ts-expect-error a param that is a number
  boardroom({ rounds: '3' }),
  // @ts-expect-error a param that does not exist
  boardroom({ round: 3 }),
]

const bot = { id: 'first', version: 1, kind: 'bot', summary: 'A sentence.', plays: 'any' } as const

export const agents = [
  defineAgent({
    ...bot,
    params: z.strictObject({ skip: z.int().default(0) }),
    create: ({ skip }, name) => ({
      id: name,
      start: () => null,
      decide: (asks) => asks.map(({ mask }) => ({ action: mask.indexOf(1, skip), memory: null })),
    }),
  }),
  defineAgent({
    ...bot,
    params: z.strictObject({}),
    create: (_, name) => ({
      id: name,
      start: () => null,
      // @ts-expect-error a decision without memory
      decide: (asks) => asks.map(() => ({ action: 0 })),
    }),
  }),
]

const study = { id: 'mine', summary: 'A sentence.', question: 'One?', env: boardroom, evals: [dictator] }
const control = { interventions: [], regimes: ['full'] } as const
export const studies = [
  defineStudy({
    ...study,
    arms: { control, kl: { interventions: [kl()], regimes: ['full'], comparedWith: 'control' } },
  }),
  // @ts-expect-error a regime that does not exist
  defineStudy({ ...study, arms: { control: { interventions: [], regimes: ['ful'] } } }),
  // @ts-expect-error a setting that does not exist
  defineStudy({ ...study, settings: { compete: { update: 3 } }, arms: { control } }),
  // @ts-expect-error no control
  defineStudy({ ...study, arms: { kl: { interventions: [kl()], regimes: ['full'] } } }),
]

// @ts-expect-error a trait that does not exist
writerPlugin({ PRW: 1 })
writerPlugin({ PWR: 1 })
// @ts-expect-error a param of an intervention that is one of few words
prompt({ towards: 'night' })
