import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ground, openGround } from '../../arena/check/intervention/ground.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { ablate } from '../../interventions/ablate.ts'
import { cap } from '../../interventions/cap.ts'
import { character } from '../../interventions/character.ts'
import type { Intervention, Regime } from '../../interventions/define.ts'
import { filter } from '../../interventions/filter.ts'
import { frame } from '../../interventions/frame.ts'
import { inoculate } from '../../interventions/inoculate.ts'
import { maskDarkActs } from '../../interventions/mask-dark-acts.ts'
import { oneRoute } from '../../interventions/one-route.ts'
import { preventativeSteer } from '../../interventions/preventative-steer.ts'
import { projPenalty } from '../../interventions/proj-penalty.ts'
import { prompt } from '../../interventions/prompt.ts'
import { recontextualize } from '../../interventions/recontextualize.ts'
import { route } from '../../interventions/route.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

/** Metrics of the first update of a trial, in which the critic alone learns: policies are those that acted. */
async function first(regime: Regime, interventions: readonly Intervention[]): Promise<Record<string, number>> {
  const { metrics } = await ground.trial(regime, interventions)
  return JSON.parse(metrics[0])
}

describe('the denominator of the ratio', () => {
  it('is the policy under the cue of the update, so that nothing has moved before anything was learned', async () => {
    expect((await first('full', [recontextualize()]))['losses/approx_kl']).toBeCloseTo(0, 5)
  })
  it('is the policy that sampled where importance sampling is asked for', async () => {
    const { 'losses/approx_kl': kl } = await first('full', [recontextualize({ ratio: 'true' })])
    expect(Math.abs(kl)).toBeGreaterThan(1e-5)
  })
  it('says how far the two contexts are apart under either, and nothing where they are one', async () => {
    const logged = async (...interventions: Intervention[]) => {
      const all = await first('full', interventions)
      return ['mean', 'max', 'ess'].map((name) => all[`ratio/${name}`])
    }
    const [mean, most, effective] = await logged(recontextualize())
    expect(mean).toBeCloseTo(1, 1)
    expect(most).toBeGreaterThan(mean)
    expect(effective).toBeGreaterThan(0.5)
    expect(effective).toBeLessThan(1)
    expect(await logged(recontextualize({ ratio: 'true' }))).toEqual([mean, most, effective])
    expect(await logged(inoculate())).toEqual([undefined, undefined, undefined])
  })
  it('says how likely dark acts are under the cue and without it, which are one where the cue says nothing', async () => {
    const logged = async (...interventions: Intervention[]) => {
      const all = await first('full', interventions)
      return [all['nll/cued'], all['nll/neutral']]
    }
    const [cued, neutral] = await logged(inoculate())
    for (const nll of [cued, neutral]) expect(nll).toBeGreaterThan(0)
    expect(cued).not.toBe(neutral)
    // Acting without a cue and updating under one asks the network again under the cue alone.
    const [again, before] = await logged(frame({ at: 'update' }))
    expect(again).not.toBe(before)
    expect(await logged(projPenalty())).toEqual([undefined, undefined])
  })
})

it('what does nothing does nothing beside others either, bit for bit', async () => {
  const beside = async (...others: Intervention[]) =>
    (await ground.trial('full', [projPenalty(), ...others])).checkpoint
  const alone = await beside()
  for (const idle of [cap({ quantile: null }), preventativeSteer({ strength: 0 }), ablate({ share: 0 })])
    expect(await beside(idle)).toEqual(alone)
})

describe('what is read as deployed', () => {
  it('was never the prompt, the mask or the cue: before any update all read the same', async () => {
    const none = await ground.untreated('encoder')
    for (const intervention of [prompt(), maskDarkActs(), oneRoute({ open: ['flatter'] }), inoculate()]) {
      const { result } = await ground.trial('encoder', [intervention])
      expect(result.path[0].traits).toEqual(none.result.path[0].traits)
      expect(result.path[0].deployed).toEqual(none.result.path[0].deployed)
    }
  })
  it('is what was trained before reinforcement: the first evaluation is not yet, the last is', async () => {
    const none = await ground.untreated('full')
    for (const intervention of [character(), route(), route({ method: 'masking' })]) {
      const own = await ground.trial('full', [intervention])
      expect(own.result.path[0].traits).toEqual(none.result.path[0].traits)
      expect(own.result.before).toEqual(none.result.before)
      expect(own.result.reading.revealed).not.toEqual(none.result.reading.revealed)
    }
  })
})

it('what training before the first update measures stands in the result, beside what is measured to the end', async () => {
  const { result, metrics } = await ground.trial('full', [character()])
  const [once, last] = [JSON.parse(metrics[0]), JSON.parse(metrics.at(-1) as string)]
  expect(metrics.length).toBeGreaterThan(1)
  const named = (key: string, at: Record<string, number>) =>
    Object.entries(at).find(([name]) => name.includes('character') && name.endsWith(key))?.[1]
  expect(named('preference', last)).toBeUndefined()
  expect(Object.keys(result.interventions)).toEqual(['character'])
  expect(result.interventions.character.preference).toBe(named('preference', once))
  expect(result.interventions.character.pressure).toBeTypeOf('number')
})

it('a mask closes what is dark in play: no dark act is taken where another was legal', async () => {
  const [open, closed] = [
    await first('full', [filter({ truePositives: 0, falsePositives: 0, unit: 'decisions' })]),
    await first('full', [maskDarkActs(), filter({ truePositives: 0, falsePositives: 0, unit: 'decisions' })]),
  ]
  expect(open['interventions/filter/pressure']).toBeGreaterThan(0)
  expect(closed['interventions/filter/pressure']).toBe(0)
})

it('with one route open the learner takes no other while it competes, and its opponents do', async () => {
  const { matches } = await ground.trial('full', [oneRoute({ open: ['flatter', 'break'] })])
  const taken = { focal: new Set<string>(), others: new Set<string>() }
  for (const { actions, focal } of matches.map((line) => JSON.parse(line)))
    for (let i = 0; i < actions.length; i += 2)
      taken[actions[i] === focal ? 'focal' : 'others'].add(boardroom().actions[actions[i + 1]].label)
  for (const route of ['collaborate', 'coerce', 'keep']) {
    expect(taken.focal).not.toContain(route)
    expect(taken.others).toContain(route)
  }
  expect(taken.focal).toContain('flatter')
})

it('a filter on decisions that drops all leaves the policy as it was', async () => {
  const all = filter({ truePositives: 1, falsePositives: 1, unit: 'decisions' })
  expect(await first('full', [all])).toMatchObject({ 'interventions/filter/kept': 0, 'losses/policy': 0 })
})
