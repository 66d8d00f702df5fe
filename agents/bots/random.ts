import { z } from 'zod'
import { type Agent, defineAgent } from '../define.ts'

/** Uniform over legal actions. */
export const random: Agent<null> = {
  id: 'random',
  start: () => null,
  policy: ({ mask }) => mask,
  decide: (asks) => asks.map(({ mask, rng }) => ({ action: rng.weighted(mask), memory: null })),
}

/** `random` as a plugin. */
export const randomPlugin = defineAgent({
  id: 'random',
  version: 1,
  kind: 'bot',
  summary: 'Uniform over legal actions.',
  params: z.strictObject({}),
  plays: 'any',
  create: (_, name): Agent => ({ ...random, id: name }),
})
