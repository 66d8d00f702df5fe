/** A sound agent and broken ones, each by one change. */
import type { Agent, Ask } from '../../../../agents/define.ts'

/** Takes legal actions in turn, starting where chance says. */
const decide = ({ mask, memory, rng }: Ask<{ turn: number }>) => {
  const legal = [...mask.keys()].filter((action) => mask[action])
  const action = legal[(memory.turn + rng.integer(2)) % legal.length]
  return { action, memory: { turn: memory.turn + 1 } }
}

export const sound: Agent<{ turn: number }> = {
  id: 'in-turn',
  start: (_env, seat) => ({ turn: seat }),
  decide: (asks) => asks.map(decide),
}

let asked = 0
let started = 0

/** What each breaks. */
export const BROKEN_AGENTS: Readonly<Record<string, readonly [check: string, agent: Agent]>> = {
  'no id': ['declared', { ...sound, id: '' }],
  'an answer to no ask': [
    'each',
    { ...sound, decide: (asks) => [...asks.map(decide), { action: 0, memory: { turn: 0 } }] },
  ],
  'a promise': ['each', { ...sound, decide: (async (asks: readonly Ask[]) => asks.map(decide)) as never }],
  'the last action always': [
    'legal',
    { ...sound, decide: (asks) => asks.map((ask) => ({ ...decide(ask), action: ask.mask.length - 1 })) },
  ],
  'memory changed in place': [
    'asks',
    {
      ...sound,
      decide: (asks) =>
        asks.map((ask) => {
          const { action } = decide(ask)
          ask.memory.turn += 1
          return { action, memory: ask.memory }
        }),
    },
  ],
  'a count of its own': [
    'pure',
    { ...sound, decide: (asks) => asks.map((ask) => decide({ ...ask, memory: { turn: asked++ } })) },
  ],
  'an eye on the others': [
    'pure',
    {
      ...sound,
      decide: (asks) => asks.map((ask) => decide({ ...ask, memory: { turn: ask.memory.turn + asks.length } })),
    },
  ],
  'another start each time': ['repeats', { ...sound, start: () => ({ turn: started++ }) }],
}
