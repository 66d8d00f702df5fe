import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPipeline } from '../../../arena/trial/pipeline.ts'
import { createStream } from '../../../arena/trial/stream.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { createRng } from '../../../envs/random.ts'
import type { Hooks, Intervention, Touch } from '../../../interventions/define.ts'
import { defineIntervention } from '../../../interventions/make-intervention.ts'

/** An intervention with these hooks. */
function plugin(
  id: string,
  hooks: object,
  touches: Touch[],
  activeIn: Intervention['activeIn'] = ['compete'],
): Intervention {
  return defineIntervention({
    id,
    version: 1,
    summary: id,
    cites: [],
    params: z.strictObject({}),
    identity: {},
    regimes: ['full'],
    touches,
    activeIn,
    setup: () => hooks as Hooks,
  })()
}

function pipeline(...interventions: Intervention[]) {
  const stream = createStream(() => {})
  const made = createPipeline(interventions, { env: boardroom(), vectors: null, updates: 4, stream, rng: createRng(1) })
  made.enter('compete')
  return made
}

const rewards = [[1, 2], [3]]

describe('the pipeline', () => {
  it('folds hooks in list order', () => {
    const add = plugin('add', { rewards: (r: number[][]) => r.map((e) => e.map((x) => x + 1)) }, ['rewards'])
    const double = plugin('double', { rewards: (r: number[][]) => r.map((e) => e.map((x) => 2 * x)) }, ['rewards'])
    expect(pipeline(add, double).rewards(rewards)).toEqual([[4, 6], [8]])
    expect(pipeline(double, add).rewards(rewards)).toEqual([[3, 5], [7]])
  })
  it('runs only what is active in the phase', () => {
    const test = plugin('late', { rewards: () => [] }, ['rewards'], ['test'])
    expect(pipeline(test).rewards(rewards)).toBe(rewards)
  })
  it('names plugin and hook when a hook throws, forgets to return, is asynchronous or loses episodes', () => {
    const throwing = plugin(
      'a',
      {
        rewards: () => {
          throw new Error('no')
        },
      },
      ['rewards'],
    )
    expect(() => pipeline(throwing).rewards(rewards)).toThrow('intervention a, hook rewards: no')
    expect(() => pipeline(plugin('b', { game: () => {} }, ['game'])).game({})).toThrow(
      /b, hook game: expected a value, got undefined/,
    )
    expect(() => pipeline(plugin('c', { game: async () => ({}) }, ['game'])).game({})).toThrow(
      /c, hook game.*synchronous/,
    )
    expect(() => pipeline(plugin('d', { rewards: () => [] }, ['rewards'])).rewards(rewards)).toThrow(
      /d.*expected 2 episodes, got 0/,
    )
  })
  it('names the plugin that makes a reward no number, and not those after it', () => {
    const nan = plugin('nan', { rewards: (r: number[][]) => r.map((e) => e.map((x) => x / 0 - x / 0)) }, ['rewards'])
    const after = plugin('after', { rewards: (r: number[][]) => r }, ['rewards'])
    expect(() => pipeline(after, nan, after).rewards(rewards)).toThrow(
      'intervention nan, hook rewards: expected finite rewards, got NaN in episode 0',
    )
  })
  it('refuses hooks that were not declared', () => {
    const sly = plugin('sly', { rewards: () => rewards, loss: () => null }, ['rewards'])
    expect(() => pipeline(sly)).toThrow(/sly, hook setup: expected only the declared hooks \(rewards\), got loss/)
  })
  it('names the plugins that an update goes back through, and no other', () => {
    const loss = plugin('loss', { loss: () => {} }, ['loss'])
    const other = plugin('other', { rewards: (r: number[][]) => r }, ['rewards'])
    const failing = () => {
      throw new Error('gradient function not found for TopK')
    }
    const { through } = pipeline(other, loss)
    expect(() => through(['loss', 'motivation'], failing)).toThrow(
      'intervention loss, hook loss or motivation: gradient function not found for TopK',
    )
    expect(() => pipeline(other).through(['loss'], failing)).toThrow(/^gradient/)
  })
  it('disposes every intervention', () => {
    let disposed = 0
    const one = plugin('one', { dispose: () => void disposed++ }, [])
    pipeline(one, one).dispose()
    expect(disposed).toBe(2)
  })
})

describe('two of a kind', () => {
  const ON = z.strictObject({ on: z.boolean().default(true) })
  const drawing = (id: string, on = true) =>
    defineIntervention({
      ...{ id, version: 1, summary: id, cites: [], params: ON, identity: { on: false } },
      ...{ regimes: ['full'], touches: ['rewards'], activeIn: ['compete'] },
      setup: ({ rng, measure }) => ({
        rewards(all) {
          const value = rng.uniform()
          measure('drew', value)
          return all.map((own) => own.map((x) => x + value))
        },
      }),
    })({ on })
  const drawn = (...ids: string[]) => {
    const made = pipeline(...ids.map((id) => drawing(id)))
    made.rewards(rewards)
    return made.metrics()
  }
  it('draw and log apart, and the first as if it were alone', () => {
    const [first, second, third] = drawn('a', 'a', 'b')
    expect([first, second, third].map(({ intervention }) => intervention)).toEqual(['a', 'a 2', 'b'])
    expect(second.value).not.toBe(first.value)
    expect([first, third]).toEqual(drawn('a', 'b'))
  })
  it('leave the name to the one at work', () => {
    const made = pipeline(drawing('a', false), drawing('a'))
    made.rewards(rewards)
    expect(made.metrics().map(({ intervention }) => intervention)).toEqual(['a', 'a'])
  })
})
