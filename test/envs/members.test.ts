import { expect, it } from 'vitest'
import { random } from '../../agents/bots/random.ts'
import { defineAgent } from '../../agents/define.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { defineEnv } from '../../envs/make-env.ts'
import { workshop } from '../../envs/workshop/env.ts'
import { kl } from '../../interventions/kl.ts'
import { defineIntervention } from '../../interventions/make-intervention.ts'

/** As an author in JavaScript writes it. */
const without = <T extends object>(spec: T, ...left: (keyof T)[]): T => {
  const rest = { ...spec }
  for (const name of left) delete rest[name]
  return rest
}

it('an incomplete plugin is refused where it is defined, with all that it lacks', () => {
  expect(() => defineEnv(without(workshop.spec, 'observe', 'bound'))).toThrow(
    'env workshop: expected bound (function), observe (function), got bound: nothing, observe: nothing',
  )
  expect(() => defineEnv({ ...workshop.spec, id: undefined, seats: 3 } as never)).toThrow(
    'env without an id: expected id (string), seats (function), got id: nothing, seats: number',
  )
  expect(() => defineIntervention(without(kl.spec, 'setup', 'touches'))).toThrow(
    'intervention kl: expected touches (array), setup (function), got',
  )
  const agent = { id: 'mine', version: 1, kind: 'bot', plays: 'any', summary: '', create: () => random }
  expect(() => defineAgent(agent as never)).toThrow('agent mine: expected params (object), got params: nothing')
  expect(() => defineStudy(without(tiny, 'evals'))).toThrow('study tiny: expected evals (array), got evals: nothing')
})
