import { afterAll, describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent, PortAsk } from '../../../agents/define.ts'
import { lettered, PLAIN, questionsOf, VARIANTS } from '../../../arena/battery/questions.ts'
import { ggufPlugin } from '../../../arena/outside/plugins.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { playSeatings } from '../../../arena/tournament/play.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'

/** A GGUF file; METTLE_NODE_LLAMA_CPP says where the library is, where it is not installed here. */
const MODEL = process.env.METTLE_GGUF

describe.skipIf(!MODEL)('a real small model from a file (needs a GGUF model)', { timeout: 300_000 }, () => {
  const open: Agent[] = []
  const made = async (params = {}) => {
    const agent = (await ggufPlugin(
      { target: MODEL as string, threads: 1, maxTokens: 24, ...params },
      'model',
    )) as Agent
    open.push(agent)
    agent.port?.open?.()
    return agent
  }
  afterAll(() => Promise.all(open.map((agent) => agent.port?.close?.())))

  const asks = (agent: Agent): PortAsk[] =>
    questionsOf([dictator()], 1)
      .slice(0, 3)
      .flatMap((question) => [PLAIN, VARIANTS[0]].map((variant) => question.ask(agent, variant, 0)))

  it('tells how likely each option is, and the same bits whether it read the rules just now or long before', async () => {
    const agent = await made()
    const weigh = async (ask: PortAsk) => agent.port?.weigh?.(lettered(ask).prompt)
    const all = asks(agent)
    const first = []
    for (const ask of all) first.push(await weigh(ask))
    for (const found of first) {
      const total = (found?.probabilities ?? []).reduce((sum, p) => sum + p, 0)
      expect(total).toBeCloseTo(1, 9)
      expect(found?.none).toBeGreaterThanOrEqual(0)
      expect(found?.none).toBeLessThan(1)
    }
    const other = await made()
    // Replies are kept by their question, so another agent asks in another order.
    for (const i of [...all.keys()].reverse())
      expect(await other.port?.weigh?.(lettered(all[i]).prompt)).toEqual(first[i])
  })

  it('plays a match, or forfeits with a word, and its tokens are counted', async () => {
    const agent = await made({ temperature: 0 })
    const env = dilemma({ rounds: 2 })
    const seatings = [{ chance: 'chance', streams: 'streams', agents: [agent, random] }]
    const [played] = await playSeatings(createWorld(env), seatings)
    expect(played.scores).toHaveLength(2)
    const { asked, tokens } = agent.port?.usage?.() ?? {}
    expect(asked).toBe(2)
    expect(tokens?.prompt).toBeGreaterThan(100)
    expect(tokens?.completion).toBeGreaterThan(0)
  })
})
