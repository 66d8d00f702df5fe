import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent } from '../../../agents/define.ts'
import { splitCommand } from '../../../arena/outside/command.ts'
import { anthropicPlugin, endpointPlugin } from '../../../arena/outside/plugins.ts'
import { readReply } from '../../../arena/outside/reply.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { playSeatings } from '../../../arena/tournament/play.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { type Behaviour, type Scripted, scripted } from './endpoint.ts'

let server: Scripted
beforeAll(async () => {
  server = await scripted()
})
afterAll(() => server.close())

const env = dilemma({ rounds: 3 })
const made = (behaviour: Behaviour, params = {}) =>
  endpointPlugin({ target: `${behaviour}@${server.base}`, ...params }, behaviour) as Agent
const anthropic = (behaviour: Behaviour, params = {}) =>
  anthropicPlugin({ target: `${behaviour}@${server.base.replace(/\/v1$/, '')}`, ...params }, behaviour) as Agent

async function match(behaviour: Behaviour, params = {}, make = made) {
  const agent = make(behaviour, params)
  agent.port?.open?.()
  const seatings = [{ chance: 'chance', streams: `streams ${behaviour}`, agents: [agent, random] }]
  const [played] = await playSeatings(createWorld(env), seatings)
  return { played, usage: agent.port?.usage?.() }
}

describe("a model behind Anthropic's messages endpoint", () => {
  it('plays what it names, told the rules apart from the position, with its key in its own header', async () => {
    process.env.METTLE_TEST_KEY = 'of-the-test'
    const before = server.asked.length
    const { played, usage } = await match('second', { key: 'METTLE_TEST_KEY' }, anthropic)
    delete process.env.METTLE_TEST_KEY
    expect(played.illegal).toEqual([0, 1, 2].map((tick) => ({ seat: 0, tick, action: null, times: 1 })))
    expect(usage).toMatchObject({ asked: 3, tokens: { prompt: 60, completion: 12 } })
    const [first] = server.asked.slice(before)
    expect(first.system).toContain('You play a game by these rules.')
    expect(first.messages.map(({ role }) => role)).toEqual(['user'])
    expect(server.keys[before]).toBe('of-the-test')
  })

  it('forfeits what is cut off, and tells no probabilities', async () => {
    expect((await match('cut-off', {}, anthropic)).played.illegal?.[0]).toMatchObject({ failure: 'TRUNCATED' })
    expect(anthropic('first').port?.weigh).toBeUndefined()
  })
})

describe('a language model at the table', () => {
  it('plays what it names, and its tokens are counted', async () => {
    const { played, usage } = await match('first')
    expect(played.illegal).toBeUndefined()
    expect(usage).toMatchObject({ asked: 3, tokens: { prompt: 30, completion: 6 } })
  })

  it('has a second attempt at what was no legal move, with what was wrong', async () => {
    const before = server.asked.length
    const { played } = await match('second')
    expect(played.illegal).toEqual([0, 1, 2].map((tick) => ({ seat: 0, tick, action: null, times: 1 })))
    const [first, second] = server.asked.slice(before)
    expect(first.messages).toHaveLength(2)
    expect(second.messages.at(-1)?.content).toContain('"nothing of the kind" is none of the labels')
  })

  it.each([
    ['illegal', 'ILLEGAL', 2],
    ['prose', 'UNPARSABLE', 0],
    ['cut-off', 'TRUNCATED', 0],
    ['empty', 'EMPTY', 0],
  ] as const)('forfeits what stays %s, and says why', async (behaviour, failure, times) => {
    const { played } = await match(behaviour)
    expect(played.illegal).toEqual(
      [0, 1, 2].map((tick) => ({ seat: 0, tick, action: null, times, forfeited: true, failure })),
    )
    expect(played.actions).toHaveLength(12)
  })

  it('asks a busy server again', async () => {
    expect((await match('busy')).played.illegal).toBeUndefined()
  })

  it('forfeits where nobody answers in time, and goes on without one who never does', { timeout: 60_000 }, async () => {
    const late = await match('late', { timeout: 1 })
    expect(late.played.illegal?.map(({ failure }) => failure)).toEqual(['LATE', 'LATE', 'LATE'])
    const dead = await match('dead', { timeout: 1 })
    expect(dead.played.illegal?.map(({ failure }) => failure)).toEqual(['DEAD', 'DEAD', 'DEAD'])
  })

  it('stops the run where the endpoint refuses, with its words and no key', async () => {
    await expect(match('refused')).rejects.toThrow(/expected a reply of refused, got status 401 \(no such key\)/)
    process.env.METTLE_TEST_KEY = 'of-the-test'
    await expect(match('refused', { key: 'METTLE_TEST_KEY' })).rejects.toThrow('(no such key: Bearer …)')
    delete process.env.METTLE_TEST_KEY
  })

  it('tells how likely each letter is, from the log-probabilities of the first token', async () => {
    const question = { rules: 'Rules.', question: 'Which?\nA. one\nB. two\nC. three', letters: ['A', 'B', 'C'] }
    const told = await made('tells').port?.weigh?.(question)
    expect(told?.probabilities.map((p) => Number(p.toFixed(9)))).toEqual([0.25, 0.75, 0])
    expect(told?.none).toBeCloseTo(0.2, 9)
    expect(server.asked.at(-1)).toMatchObject({ max_tokens: 1, logprobs: true, top_logprobs: 20 })
    // One that tells none is drawn from instead.
    expect(await made('first').port?.weigh?.(question)).toBeNull()
  })

  it('stops at its budget', async () => {
    await expect(match('first', { budget: 15 })).rejects.toThrow('its budget of 15 tokens is spent')
    const question = (letter: string) => ({
      rules: 'Rules.',
      question: `Which, ${letter}?\nA. yes\nB. no`,
      letters: ['A', 'B'],
    })
    const weighing = made('tells', { budget: 15 })
    await weighing.port?.weigh?.(question('one'))
    await weighing.port?.weigh?.(question('two'))
    expect(weighing.port?.usage?.().tokens).toEqual({ prompt: 20, completion: 2 })
    await expect(weighing.port?.weigh?.(question('three'))).rejects.toThrow('its budget of 15 tokens is spent')
  })

  it('is told who it is, the rules and its options, and no seed', async () => {
    const before = server.asked.length
    await match('first', { system: 'Be brief.', PWR: 2, HON: -1 })
    const [system, user] = server.asked[before].messages
    expect(system.content).toContain('Be brief.')
    expect(system.content).toContain('above all, you want to be the one who is in control of others')
    expect(system.content).toContain('you lie and break promises when that suits you')
    expect(system.content).toContain(env.rules)
    expect(user.content).toMatch(/You are player 1 of 2\./)
    expect(JSON.stringify(server.asked[before])).not.toMatch(/streams|chance'/)
  })

  it('meets codes in place of labels, everywhere, where it is asked to', async () => {
    const before = server.asked.length
    const { played } = await match('first', { codes: true })
    expect(played.illegal).toBeUndefined()
    const text = JSON.stringify(server.asked[before].messages)
    expect(text).toMatch(/act-[ab]/)
    expect(text).not.toMatch(/\b(cooperate|defect)\b/i)
  })

  it('cannot be trained against', () => {
    expect(() => made('first').decide([])).toThrow('training is synchronous')
  })
})

describe('a reply', () => {
  const legal = [
    { index: 3, label: 'keep 1 0 2' },
    { index: 7, label: 'Take Command' },
  ]
  it.each([
    ['{"action": "take command"}', 7],
    ['no: {"action": "keep 1 0 2"} but rather {"action": "TAKE  COMMAND"}', 7],
    ['```json\n{"action": "keep102"}\n```\nor {"action": "take command"}', 3],
    ['{"plan": {"why": 1}, "action": "x"} {"action": "take command", "sure": true}', 7],
  ])('%s is read', (text, action) => {
    expect(readReply(text, legal, false)).toEqual({ action })
  })
  it.each([
    ['take command', false, 'UNPARSABLE'],
    ['{"action": take command}', false, 'UNPARSABLE'],
    ['{"action": "tak', true, 'TRUNCATED'],
    ['  ', false, 'EMPTY'],
    ['{"action": "fly"}', false, 'ILLEGAL'],
  ])('%s is none', (text, cutOff, failure) => {
    expect(readReply(text, legal, cutOff)).toMatchObject({ action: null, failure })
  })
})

it('a command is parted at spaces, and quotes keep what they hold', () => {
  expect(splitCommand(`python3 "my bot.py" --x 'a b' $HOME`)).toEqual(['python3', 'my bot.py', '--x', 'a b', '$HOME'])
  expect(() => splitCommand('  ')).toThrow('a program')
})
