import { describe, expect, it } from 'vitest'
import { resolveStudy } from '../../../arena/studies/resolve.ts'
import { describe as described } from '../../../arena/study/describe.ts'

/** What was typed after `--set`, and what the message must hold. */
const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['updates=20', ['got updates', 'did you mean compete.updates?']],
  ['compete=20', ['expected one setting', 'got a group of settings']],
  ['compete.updates=many', ['--set compete.updates=many', 'expected a number', 'got "many"']],
  ['compete.updates=1.5', ['expected an integer', 'got 1.5']],
  ['compete.updates=-1', ['at least 0', 'got -1']],
  ['compete.geometry=round', ['one of selection, euclidean', 'got "round"']],
  ['population.s=9', ['--set population.s=9', 'at most 1.25', 'got 9']],
  ['narrow.profile.CAL.sd=0', ['--set narrow.profile.CAL.sd=0', 'above 0', 'got 0']],
  ['narrow.profile.CAL=1', ['one setting, as narrow.profile.CAL.mean']],
  ['narrow.profile.CALM.mean=1', ['did you mean narrow.profile.CAL.mean?']],
  ['seed', ['expected path=value']],
  ['__proto__.x=1', ['expected a known key']],
  ['env.round=3', ['--set env.round=3', 'did you mean rounds?']],
  ['env.rounds=99', ['--set env.rounds=99', 'rounds', 'at most 32', 'got 99']],
  ['arms.contrl.kl.weight=1', ['expected an arm', 'got contrl', 'control']],
  ['arms.kl.klm.weight=1', ['expected an intervention of arm kl', 'got klm']],
  ['arms.kl.kl.wieght=1', ['got wieght', 'did you mean weight?']],
  ['arms.kl.kl.weight=11', ['weight', 'at most 10', 'got 11']],
]

const resolved = async (...set: string[]) => described((await resolveStudy({ ref: 'tiny', set })).study)

describe('--set', () => {
  it.each(REFUSED)('refuses %s', async (set, parts) => {
    const error = await resolved(set).catch((thrown) => thrown)
    expect(error.code).toBe('METTLE_REFUSED')
    for (const part of parts) expect(error.message).toContain(part)
  })

  it('changes settings, env params and params of interventions', async () => {
    const { settings, env, arms } = await resolved(
      'compete.updates=7',
      'compete.geometry=euclidean',
      'compete.learningRate.full=0.001',
      'env.rounds=3',
      'arms.kl.kl.weight=0.5',
      'arms.kl.env.rigged=0.25',
    )
    expect(settings.compete).toMatchObject({
      updates: 7,
      geometry: 'euclidean',
      learningRate: { encoder: 3e-4, full: 1e-3 },
    })
    expect(env.params).toMatchObject({ rounds: 3, seats: 3 })
    expect(arms.kl).toMatchObject({ interventions: [{ id: 'kl', params: { weight: 0.5 } }], env: { rigged: 0.25 } })
    expect(arms.control).toMatchObject({ interventions: [] })
  })

  it('brings traits into the profile that a network is narrowed to, in any order', async () => {
    const set = ['narrow.profile.CAL.mean=-0.5', 'narrow.profile.CAL.sd=0.2', 'narrow.profile.HON.mean=2'] as const
    const { settings } = await resolved(...set)
    expect(settings.narrow.profile).toEqual({
      CAL: { mean: -0.5, sd: 0.2 },
      HON: { mean: 2, sd: 0.3 },
      CARE: { mean: 1.2, sd: 0.3 },
    })
    expect(JSON.stringify((await resolved(...set.toReversed())).settings)).toBe(JSON.stringify(settings))
  })

  it('means the same in any order', async () => {
    const one = await resolved('env.rounds=3', 'env.delta=0.1', 'seed=4')
    expect(JSON.stringify(await resolved('seed=4', 'env.delta=0.1', 'env.rounds=3'))).toBe(JSON.stringify(one))
  })

  it('at its defaults is no change', async () => {
    expect(await resolved('compete.clip=0.2', 'arms.kl.kl.weight=0.1')).toEqual(await resolved())
  })
})
