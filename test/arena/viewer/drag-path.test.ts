import { expect, it } from 'vitest'
import type { JobData } from '../../../arena/viewer/data.ts'
import { dragPath } from '../../../arena/viewer/page/drag-path.ts'

const job = (arm: string, foundation: number, levels: Record<number, number>, own: Partial<JobData> = {}): JobData => ({
  ...{ folder: `${arm}.${foundation}`, arm, reversed: null, regime: 'full', foundation, env: '', state: 'finished' },
  ...{ version: '', ...own },
  path: Object.entries(levels).map(([update, D]) => ({ update: Number(update), reward: 0, power: 0, traits: { D } })),
})
const reversed = { reversed: 'punished' }

it('halves the difference of both changes, each from its own start, on its own foundation', () => {
  const rewarded = job('control', 0, { 0: -0.6, 10: -0.4, 20: -0.2 }, reversed)
  const jobs = [
    rewarded,
    job('punished', 1, { 0: 9, 10: 9, 20: 9 }),
    job('punished', 0, { 0: -0.5, 10: -0.7, 20: -1.1 }),
  ]
  const path = dragPath(rewarded, jobs, 'D')
  expect(path.map(({ update }) => update)).toEqual([0, 10, 20])
  expect(path.map(({ value }) => value)).toEqual([0, expect.closeTo(0.2), expect.closeTo(0.5)])
})

it('keeps a half that stopped early where it stopped, and waits for a half that still runs', () => {
  const rewarded = job('control', 0, { 0: 0, 10: 0.4 }, reversed)
  const twin = { 0: 0, 10: -0.2, 20: -0.6 }
  const last = (own: Partial<JobData>) => dragPath({ ...rewarded, ...own }, [job('punished', 0, twin)], 'D').at(-1)
  expect(last({})).toEqual({ update: 20, value: expect.closeTo(0.5) })
  expect(last({ state: 'running' })).toEqual({ update: 10, value: expect.closeTo(0.3) })
})

it('has no drag without a twin', () => {
  const control = job('control', 0, { 0: 0, 10: 1 })
  expect(dragPath(control, [control], 'D')).toEqual([])
})
