import { describe, expect, it } from 'vitest'
import type { Agent } from '../../agents/define.ts'
import { moments } from '../../arena/check/env/moments.ts'
import { messagesOf } from '../../arena/outside/prompt.ts'
import { readReply } from '../../arena/outside/reply.ts'
import { viewOf } from '../../arena/outside/view.ts'
import { createWorld } from '../../arena/play/world.ts'
import { playSeatings } from '../../arena/tournament/play.ts'
import { ENVS } from '../../envs/catalog.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'

/** Of each env; of an eval env at least one an item. */
const MATCHES = 40

/** Params beside the defaults, which open more to see and to do. */
const OPENED: Readonly<Record<string, readonly object[]>> = {
  boardroom: [{ rigged: 0.5, delta: 0.2, seats: 4 }],
  standoff: [{ rigged: 0.5, seats: 5 }],
  succession: [{ rigged: 0.5, seats: 5 }],
  workshop: [{ rigged: 0.5 }],
  commons: [{ appeals: true, threats: true, office: true, seats: 3 }],
  bargaining: [{ talk: true, discount: 0.9 }],
}

/** Everything a player is told at a turn, but for the order of the options, beside what a network would see there. */
function* turns(env: Env, items: number, words: 0 | 1) {
  for (let i = 0; i < Math.max(MATCHES, items); i++) {
    const setupData = items > 0 ? { item: i % items } : undefined
    for (const { seen, mask } of moments({ env, game: env.game, seed: `words ${i}`, setupData })) {
      const ask = { env, seen, mask, memory: null, rng: createRng(0), match: '', tick: 0 }
      const view = viewOf({ ...ask, put: { words } })
      const legal = [...view.legal].sort((a, b) => a.index - b.index)
      const [rules, turn] = messagesOf({ ...view, legal }, '', words)
      yield {
        text: `${rules.content}\n${turn.content}`,
        labels: view.legal.map(({ label }) => label),
        observation: view.observation,
      }
    }
  }
}

/** Picks a label by the text alone that a model is sent, and answers as one does; what it is read as is played. */
const reader: Agent<null> = {
  id: 'reader',
  start: () => null,
  decide: () => expect.fail('it is asked through its port'),
  port: {
    answer: async (asks) =>
      asks.map((ask) => {
        const view = viewOf(ask)
        const text = messagesOf(view, '')
          .map(({ content }) => content)
          .join('\n')
        const [, options] = text.split('You may choose:\n')
        const labels = [...options.matchAll(/^- (.+)$/gm)].map(([, label]) => label)
        const pick = labels[createRng(text).integer(labels.length)]
        const read = readReply(JSON.stringify({ action: pick }), view.legal, false)
        return read.action === null ? { ...read, memory: null } : { action: read.action, memory: null }
      }),
  },
}

describe.each(ENVS.map((plugin) => [plugin.spec.id, plugin] as const))('%s', (id, plugin) => {
  const wordings = plugin.spec.rephrase ? ([0, 1] as const) : ([0] as const)
  const asked = [{}, ...(OPENED[id] ?? [])].flatMap((params) => wordings.map((words) => [params, words] as const))
  it.each(asked)(
    'says in words all that a network sees: no two positions under one text, %j, wording %i',
    (params, wording) => {
      const known = new Map<string, readonly number[]>()
      const items = plugin.spec.kind === 'train' ? 0 : (plugin.spec.items ?? 0)
      for (const { text, labels, observation } of turns(plugin(params), items, wording)) {
        expect(new Set(labels).size).toBe(labels.length)
        const before = known.get(text) ?? observation
        const apart = observation.findIndex((x, i) => Math.abs(x - before[i]) > 1e-6)
        if (apart >= 0)
          expect.fail(
            `entry ${apart} of the observation is ${before[apart]} and ${observation[apart]} under one text:\n${text}`,
          )
        known.set(text, observation)
      }
      expect(known.size).toBeGreaterThan(1)
    },
  )

  it('is played to its end by somebody who knows only rules, position and labels', async () => {
    const env = plugin(OPENED[id]?.[0])
    const agents = new Array(env.seats).fill(reader)
    const seatings = Array.from({ length: 4 }, (_, i) => ({ chance: `words ${i}`, streams: `words ${i}`, agents }))
    const played = await playSeatings(createWorld(env), seatings)
    for (const { illegal, actions, scores } of played) {
      expect(illegal).toBeUndefined()
      expect(actions.length).toBeGreaterThan(0)
      expect(scores.every(Number.isFinite)).toBe(true)
    }
  })
})
