import type { Game } from 'boardgame.io'
import { describe, expect, it } from 'vitest'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { openAffordances } from '../../../envs/affordances.ts'
import { ENVS } from '../../../envs/catalog.ts'
import type { Env } from '../../../envs/define.ts'
import { type Driven, drive } from './drive.ts'

process.env.NODE_ENV = 'production'

const SCALE = Number(process.env.METTLE_DIFF_STEPS ?? 0)
/** Steps that each env is driven at least, however many there are: enough for a match to end among refused moves. */
const FLOOR = 800

/** Params worth playing, by env id; every other env is played with its defaults. */
const PARAMS: Readonly<Record<string, readonly object[]>> = {
  boardroom: [
    {},
    { seats: 2, rounds: 2, delta: 0.5 },
    { seats: 4, rounds: 7, rigged: 0.5 },
    { rounds: 1, rigged: 1, delta: 1 },
  ],
  standoff: [{}, { seats: 5, rounds: 4, rigged: 0.5, delta: 0.3 }],
  succession: [{}, { seats: 4, rounds: 3, rigged: 0.5, delta: 1 }],
  errands: [{}, { seats: 4, rounds: 8 }],
  workshop: [{}, { rigged: 0.5 }],
  commons: [{}, { seats: 3, rounds: 2, appeals: true, threats: true, office: true }],
}

const TRANSFORMS: readonly { name: string; change(env: Env): Game }[] = [
  { name: '', change: (env) => env.game },
  { name: ', report open', change: (env) => openAffordances(env, { report: true })(env.game) },
  { name: ', all open', change: (env) => openAffordances(env, { report: true, abstain: true })(env.game) },
]

const MALFORMED = [[], [-1], [99], [0.5], ['0'], [null], [undefined], [{}], [[0]], [0, 1], [Number.NaN], [-0]]

const driven = ENVS.flatMap((plugin) =>
  (PARAMS[plugin.spec.id] ?? [{}]).flatMap((params) => {
    const env: Env = plugin(params)
    const transforms = env.affordances ? TRANSFORMS : TRANSFORMS.slice(0, 1)
    const items = env.items === 0 ? [undefined] : [undefined, 0, env.items >> 1, env.items - 1]
    return transforms.flatMap(({ name, change }) =>
      items.map((item) => toDriven(env, `${env.id} ${JSON.stringify(params)}${name}`, () => change(env), item)),
    )
  }),
)

function toDriven(env: Env, name: string, make: () => Game, item: number | undefined): Driven {
  return {
    name: item === undefined ? name : `${name}, item ${item}`,
    make,
    numPlayers: env.seats,
    setupData: item === undefined ? undefined : { item },
    args: [...env.actions.map(({ args }) => args), ...MALFORMED],
    known: env.actions,
    trusted: true,
  }
}

describe.each(driven)('$name', (one) => {
  it.each(['exact', 'trusted'] as const)(
    '%s equals the reference',
    (mode) => {
      const steps = Math.max(FLOOR, Math.ceil(SCALE / driven.length / 2))
      const tested = createStepper(one.make(), { mode })
      expect([tested.mode, tested.why]).toEqual([mode, undefined])
      const report = drive(one, { steps, seed: 7, reference: createReference(one.make()), tested, perMatch: 600 })
      // Of a table of a hundred actions few are legal at a time.
      expect(report.accepted).toBeGreaterThan(steps / 40)
      expect(report.refused).toBeGreaterThan(steps / 10)
      expect(report.gameovers).toBeGreaterThan(0)
    },
    60_000 + 4 * SCALE,
  )
})
