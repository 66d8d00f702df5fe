// @ts-check
import { fileURLToPath } from 'node:url'
import { createStepper } from 'mettle/engine'
import { describeEnv } from 'mettle/kit'
import { expect, it } from 'vitest'
import plugin from './index.js'

describeEnv(plugin, { file: fileURLToPath(new URL('./index.js', import.meta.url)) })

/** @param {number} a @param {number} b @returns {number[]} payoffs */
function round(a, b) {
  const env = plugin({ rounds: 1 })
  const match = createStepper(env.game).start({ seed: 'a', numPlayers: 2 })
  match.act('0', 'name', [a])
  match.act('1', 'name', [b])
  return [0, 1].map((seat) => env.score(match, seat))
}

it('gives both what they named where the pie is large enough, and nobody anything where it is not', () => {
  expect(round(0, 2)).toEqual([0.4, 0.6])
  expect(round(1, 1)).toEqual([0.5, 0.5])
  expect(round(1, 2)).toEqual([0, 0])
})
