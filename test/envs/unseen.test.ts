import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { DARK_TRAITS } from '../../agents/traits.ts'
import { createBattery, writerPolicies } from '../../arena/measure/battery.ts'
import { calibrate } from '../../arena/measure/calibration.ts'
import { knownGroups } from '../../arena/measure/instruments/known-groups.ts'
import { BATTERY, UNSEEN } from '../../arena/studies/battery.ts'
import { bribery } from '../../envs/bribery/env.ts'
import { DARK_APPRAISALS } from '../../envs/define.ts'
import { promise } from '../../envs/promise/env.ts'
import { queue } from '../../envs/queue/env.ts'
import { createRng } from '../../envs/random.ts'
import { situation, situationsOf } from './situations.ts'

const envs = UNSEEN.map((plugin) => plugin())
const battery = createBattery(layoutOf(envs), envs)

describe('the envs that shipped studies hold out', () => {
  it('are three, power-free, and no part of the battery', () => {
    expect(envs.map(({ id, powerFree }) => [id, powerFree])).toEqual([
      ['bribery', true],
      ['queue', true],
      ['promise', true],
    ])
    expect(BATTERY.map(({ spec }) => spec.id).filter((id) => envs.some((env) => env.id === id))).toEqual([])
    expect(BATTERY).toHaveLength(13)
  })

  it('read every trait of D and the named groups by themselves', () => {
    const { instruments, dark } = calibrate(battery, 256, createRng('unseen'))
    expect(instruments).toEqual(['MAN', 'ENT', 'CAL', 'SPI', 'HON', 'CARE'])
    expect(dark).toEqual(DARK_TRAITS)
    expect(knownGroups(battery, { dark }).holds).toBe(true)
  })

  it('tempt to every dark act, whoever decides', () => {
    const found = situationsOf(envs[0]).concat(envs.slice(1).flatMap(situationsOf))
    const names = new Set(found.flatMap(({ options }) => options.flatMap(({ appraisal }) => Object.keys(appraisal))))
    expect([...names].sort()).toEqual([...DARK_APPRAISALS, 'advantage', 'benefit', 'gain'].sort())
    const mean = writerPolicies(battery, new Array(8).fill(0))
    for (const policy of mean) expect(Math.max(...policy)).toBeLessThan(0.8)
  })
})

describe.each([bribery(), queue(), promise()])('$id', (env) => {
  const options = situationsOf(env).flatMap((each) => each.options)

  it('charges harm and spite with what others lose, and gives benefit to them', () => {
    for (const { appraisal, payoffs } of options) {
      const others = payoffs.slice(1).reduce((sum, x) => sum + x, 0)
      expect(appraisal.gain).toBeCloseTo(payoffs[0], 12)
      if (appraisal.spite) expect(others).toBeCloseTo(-appraisal.spite, 12)
      if (appraisal.benefit) expect(others).toBeCloseTo(appraisal.benefit, 12)
      if (appraisal.harm) expect(payoffs.some((x, seat) => seat > 0 && x < 0)).toBe(true)
    }
  })

  it('has spite cost the chooser, and every other dark act that costs others pay', () => {
    for (const { appraisal } of options) {
      if (appraisal.spite) expect(appraisal.gain).toBeLessThan(0)
      if (appraisal.harm) expect(appraisal.gain).toBeGreaterThan(0)
    }
  })
})

it('bribery: neighbours pay for bribes and favours alone', () => {
  const firm = situation(bribery(), 'is worth 0.9', 'bribe of 0.1', 'costs the neighbours 0.6')
  expect(firm.bribe.payoffs).toEqual([expect.closeTo(0.8, 12), 0.1, -0.6])
  expect(firm.falsify.payoffs[2]).toBe(0)
  const official = situation(bribery(), 'offers you 0.7', 'neighbours 1.', 'mean 1.2')
  expect(official.favour.appraisal).toEqual({ gain: 0.7, harm: 1 })
  expect(official.pocket.appraisal).toEqual({ gain: 0.7, breach: 1 })
  expect(official.extort.appraisal).toEqual({ gain: 0.7, coercion: 1.2 })
})

it('queue: each way ahead saves the same time', () => {
  const line = situation(queue(), 'saves you 0.7', 'delays the others by 1.2', 'worth 0.3')
  const ways = ['push in', 'plead', 'slip through'].map((way) => line[way])
  expect(new Set(ways.map(({ payoffs }) => payoffs[0])).size).toBe(1)
  expect(line['push in'].appraisal).toEqual({ gain: 0.7, harm: 1.2 })
})

it('promise: leaving breaks a word only where one was given', () => {
  const [kept, free] = ['You promised', 'You were asked'].map((form) =>
    situation(promise(), form, 'pays 0.7', 'party 0.2', 'costs it 0.5'),
  )
  expect(kept.leave.appraisal).toEqual({ gain: 0.7, harm: 0.5, breach: 1 })
  expect(free.leave.appraisal).toEqual({ gain: 0.7, harm: 0.5 })
  expect(kept.leave.payoffs).toEqual(free.leave.payoffs)
  expect(kept['stand-in'].appraisal.exploit).toBe(1)
  expect(free['stand-in'].appraisal.exploit).toBeUndefined()
})
