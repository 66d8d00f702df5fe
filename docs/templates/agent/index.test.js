// @ts-check
import { createRng, dilemma } from 'mettle'
import { createStepper } from 'mettle/engine'
import { describeAgent } from 'mettle/kit'
import { expect, it } from 'vitest'
import plugin from './index.js'

describeAgent(plugin())

/** @param {number} price @returns {string | undefined} label of its first act in the dilemma */
function first(price) {
  const env = dilemma()
  const agent = plugin({ price })
  const { G } = createStepper(env.game).start({ seed: 'a', numPlayers: 2 })
  const seen = { G, seat: 0, phase: null, stage: 'choose', turn: 1 }
  const mask = Uint8Array.from(env.actions, (_, i) => Number(i < 2))
  const [{ action }] = agent.decide([{ env, seen, mask, rng: createRng(1), memory: null }])
  return env.actions[action].label
}

it('defects where harm is free, and cooperates where it is dear', () => {
  expect([first(0), first(10)]).toEqual(['defect', 'cooperate'])
})
