import { expect, it } from 'vitest'
import { z } from 'zod'
import { tf } from '../../../agents/backend.ts'
import { ENV_CHECKS } from '../../../arena/check/env/checks.ts'
import { HOOKS } from '../../../arena/check/intervention/hooks.ts'
import { judge, runChecks } from '../../../arena/check/run.ts'
import { defineEnv } from '../../../envs/make-env.ts'
import { workshop } from '../../../envs/workshop/env.ts'
import type { LossContext } from '../../../interventions/define.ts'
import { defineIntervention } from '../../../interventions/make-intervention.ts'

const lossy = (loss: (context: LossContext) => unknown) =>
  defineIntervention({
    ...{ id: 'lossy', version: 1, summary: 'Loses.', cites: [], params: z.strictObject({}), identity: {} },
    ...{ regimes: ['full'], touches: ['loss'], activeIn: ['compete'] },
    setup: () => ({ loss: loss as () => tf.Scalar }),
  })

it.each<[string, (context: LossContext) => unknown, RegExp]>([
  ['a loss of another shape', ({ z }) => z, /^expected a loss from loss of shape \[\], got \[6,8\]$/],
  [
    'a loss that is no number',
    ({ z }) => tf.mul(tf.mean(z), Number.NaN),
    /a loss from loss that is finite, got NaN in it/,
  ],
  ['an error of tfjs', ({ z }) => tf.matMul(z, z), /^hook loss threw: .*matMul/],
])('%s is said with the hook', async (_, loss, message) => {
  const verdicts = await runChecks(HOOKS, { plugin: lossy(loss), ground: () => Promise.reject() })
  expect(verdicts.find(({ ok }) => ok === false)?.message).toMatch(message)
})

it('`ends` says that reports count', async () => {
  const ends = ENV_CHECKS.find(({ name }) => name === 'ends')
  if (!ends) throw new Error('expected a check of the name ends')
  const plugin = defineEnv({ ...workshop.spec, bound: () => 2 })
  expect((await judge(ends, { plugin }, [])).message).toMatch(
    /a report counts toward `bound`, one a seat, got one that/,
  )
})
