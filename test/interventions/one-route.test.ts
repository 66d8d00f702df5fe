import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { tiny } from '../../arena/studies/tiny.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import type { Env } from '../../envs/define.ts'
import { dilemma } from '../../envs/dilemma/env.ts'
import { standoff } from '../../envs/standoff/env.ts'
import { succession } from '../../envs/succession/env.ts'
import type { Setup } from '../../interventions/define.ts'
import { oneRoute } from '../../interventions/one-route.ts'

/** The hook in an env, over labels of acts instead of a mask. */
function started(open: string[], env: Env = boardroom()) {
  const measured: Record<string, number> = {}
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const events$ = new Subject()
  const hooks = oneRoute({ open }).setup({ measure, events$, env } as unknown as Setup<unknown>)
  const left = (legal: readonly string[]) => {
    const mask = Uint8Array.from(env.actions, ({ label }) => Number(legal.includes(label)))
    const after = hooks.options?.(mask, () => ({}), { pass: 'act' }) ?? mask
    return env.actions.flatMap(({ label }, action) => (after[action] ? [label] : []))
  }
  return { left, measured, events$, hooks }
}
const ROUTES = ['collaborate', 'flatter', 'coerce']

describe('one-route', () => {
  it('closes every other act at parity where one of those in open is legal, and no other act', () => {
    const { left } = started(['flatter'])
    expect(left(ROUTES)).toEqual(['flatter'])
    expect(left(['contest', ...ROUTES, 'break'])).toEqual(['contest', 'flatter'])
  })
  it('keeps all of several open acts', () => {
    expect(started(['coerce', 'flatter', 'keep']).left([...ROUTES])).toEqual(['flatter', 'coerce'])
  })
  it('leaves a decision as it is where none of open is legal', () => {
    const { left } = started(['flatter'])
    expect(left(['keep', 'break'])).toEqual(['keep', 'break'])
    expect(left(['collaborate', 'coerce'])).toEqual(['collaborate', 'coerce'])
    expect(left(['defer', 'claim'])).toEqual(['defer', 'claim'])
  })
  it('closes nothing where nothing is named, and measures nothing then', () => {
    const { left, measured, events$ } = started([])
    expect(left(ROUTES)).toEqual(ROUTES)
    events$.next({ type: 'rollout.collected' })
    expect(measured).toEqual({})
    expect(oneRoute().idle).toBe(true)
  })
  it('says in which share of decisions something was closed, rollout by rollout', () => {
    const { left, measured, events$, hooks } = started(['flatter'])
    for (const legal of [ROUTES, ['keep', 'break'], ['defer', 'claim'], ['flatter']]) left(legal)
    events$.next({ type: 'rollout.collected' })
    expect(measured).toEqual({ closed: 0.25, pressure: 0.25 })
    left(ROUTES)
    events$.next({ type: 'rollout.collected' })
    expect(measured).toEqual({ closed: 1, pressure: 1 })
    hooks.dispose?.()
    expect(events$.observed).toBe(false)
  })
})

describe('what one-route refuses', () => {
  const studied = (open: string[], train: typeof boardroom | typeof dilemma = boardroom) =>
    defineStudy({
      ...tiny,
      arms: {
        control: { interventions: [], regimes: ['full'] },
        one: { interventions: [oneRoute({ open })], regimes: ['full'], role: 'control', train: train as never },
      },
    })
  it('takes each route of every env at parity', () => {
    for (const plugin of [boardroom, standoff, succession]) {
      const { clean, dark } = plugin().parity as Exclude<Env['parity'], 'none'>
      for (const label of [...clean, ...dark]) {
        expect(oneRoute({ open: [label] }).refuses?.(plugin())).toBeUndefined()
        expect(started([label], plugin()).left([...clean, ...dark])).toEqual([label])
      }
    }
  })
  it('an env without acts at parity', () => {
    expect(() => studied(['flatter'], dilemma)).toThrow(
      /one-route expected an env whose parity names clean and dark acts, got dilemma/,
    )
  })
  it('a label that is none of them, and says which there are', () => {
    expect(() => studied(['flatter', 'flattery'])).toThrow(
      /expected an env with flattery among its acts at parity \(here collaborate, keep, flatter, coerce, break\)/,
    )
  })
  it('nothing where it is idle', () => expect(() => studied([], dilemma)).not.toThrow())
})
