// @ts-check
import { expect, it } from 'vitest'
import plugin from './index.js'

it('has a sign-reversed twin of every judged arm, and none of its controls', () => {
  expect(Object.keys(plugin.arms)).toEqual(['control', 'punished', 'kl', 'kl punished', 'shuffled'])
})

it('reads traits in eval envs alone', () => {
  expect(plugin.evals.map(({ spec }) => spec.kind)).toEqual(['eval', 'eval', 'eval', 'eval'])
})
