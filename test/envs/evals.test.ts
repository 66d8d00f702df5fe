import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/network.ts'
import { INDEPENDENT, index, samplePersona } from '../../agents/traits.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { createBattery, DARK_RATES, ratesOf, writerPolicies } from '../../arena/measure/battery.ts'
import { ENVS } from '../../envs/catalog.ts'
import { createRng } from '../../envs/random.ts'

const evals = ENVS.map((plugin) => plugin()).filter(({ kind }) => kind === 'eval')

describe.each(evals.map((env) => [env.id, env] as const))('%s', (_id, env) => {
  it('has at least 30 items, each with its own observation', () => {
    expect(env.items).toBeGreaterThanOrEqual(30)
    const rows = Array.from({ length: env.items }, (_, item) => {
      const match = createStepper(env.game).start({ seed: 's', numPlayers: 2, setupData: { item } })
      const out = new Float32Array(env.observationSize)
      env.observe({ G: match.view('0'), seat: 0, phase: null, stage: 'choose', turn: 1 }, out)
      expect(out.every((x) => Number.isFinite(x) && Math.abs(x) <= 1.5)).toBe(true)
      return out.join()
    })
    expect(new Set(rows).size).toBe(env.items)
  })

  it('ends with the one choice, refuses a second and anything that is no option', () => {
    const match = createStepper(env.game).start({ seed: 's', numPlayers: 2, setupData: { item: 0 } })
    for (const bad of [-1, env.actions.length, 0.5, '0', undefined]) expect(match.act('0', 'choose', [bad])).toBe(false)
    expect(match.act('1', 'choose', [0])).toBe(false)
    expect(match.act('0', 'choose', [0])).toBe(true)
    expect(match.ctx.gameover.payoffs).toHaveLength(2)
    expect(match.act('0', 'choose', [0])).toBe(false)
  })

  it('no option carries control and a dark appraisal', () => {
    for (let item = 0; item < env.items; item++) {
      const match = createStepper(env.game).start({ seed: 's', numPlayers: 2, setupData: { item } })
      const seen = { G: match.view('0'), seat: 0, phase: null, stage: 'choose', turn: 1 }
      for (const action of env.actions) {
        const appraisal = env.appraise(seen, action)
        expect(Object.values(appraisal).every(Number.isFinite)).toBe(true)
        if (appraisal.control) expect(DARK_RATES.filter((name) => appraisal[name])).toEqual([])
      }
    }
  })
})

it('changing only PWR or LEAD of a writer leaves the power-free dark rates unchanged to 1e-9', () => {
  const battery = createBattery(layoutOf(evals), evals)
  const rng = createRng('power-free')
  for (let i = 0; i < 20; i++) {
    const traits = samplePersona(INDEPENDENT, rng)
    const before = ratesOf(battery, writerPolicies(battery, traits))
    for (const trait of ['PWR', 'LEAD'] as const) {
      const moved = traits.map((value, t) => (t === index(trait) ? value + 2 : value))
      const after = ratesOf(battery, writerPolicies(battery, moved))
      for (const name of DARK_RATES) expect(Math.abs(after[name] - before[name])).toBeLessThan(1e-9)
    }
  }
})
