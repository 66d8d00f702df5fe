import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRAITS } from '../../../agents/traits.ts'
import { type Scripted, scripted } from '../outside/endpoint.ts'
import { folder, lines } from './mettle.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)
let server: Scripted
beforeAll(async () => {
  server = await scripted()
})
afterAll(async () => {
  close()
  remove()
  await server.close()
})

const ENVS = 'dictator,money-burning,hand-back,sender-receiver,die-roll,trust,power-auction,leadership-volunteer'
const battery = async (...flags: string[]) => {
  const { code, stdout, stderr } = await run('battery', '--envs', ENVS, ...flags, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

describe('the battery', () => {
  it('finds the traits that a writer was given, as somebody, from draws enough', async () => {
    const levels = { PWR: 1, MAN: 1.5, HON: -1, CARE: -0.5 }
    const text = Object.entries(levels).map(([trait, level]) => `${trait}=${level}`)
    const { reading, instruments, somebody, draws } = await battery(
      '--agent',
      `writer:${text.join('+')}`,
      '--draws',
      '400',
    )
    expect(draws).toBe(400)
    for (const trait of instruments) {
      const { estimate, interval } = reading.traits[trait]
      expect(estimate, trait).toBeGreaterThan((levels[trait as keyof typeof levels] ?? 0) - 0.5)
      expect(estimate, trait).toBeLessThan((levels[trait as keyof typeof levels] ?? 0) + 0.5)
      expect(interval[0]).toBeLessThanOrEqual(interval[1])
    }
    expect(somebody).toBe(true)
    expect(Object.keys(reading.traits)).toEqual([...TRAITS])
  }, 120_000)

  it('tells known groups of writers apart, and an agent that answers by letter alone as nobody', async () => {
    const writer = await battery('--agent', 'writer', '--known-groups', '--draws', '60')
    expect(writer.knownGroups.holds).toBe(true)
    const letters = await battery('--agent', `openai:first@${server.base}`, '--draws', '2')
    expect(letters.somebody).toBe(false)
    // Whatever stands first is chosen: another order changes the reading.
    expect(letters.survival[0]).toMatchObject({ variant: 'labels in another order' })
    // What is drawn is asked in other words and codes too, and not the same again.
    const said = server.asked.map(({ messages }) => messages.map(({ content }) => content).join('\n'))
    expect(said.some((text) => text.includes('What do you do? The possibilities are:'))).toBe(true)
    expect(said.some((text) => /- act-[a-z]/.test(text))).toBe(true)
    const reworded = said.filter((text) => text.includes('units in a pot that belongs to'))
    expect(reworded.length).toBeGreaterThan(0)
    expect(reworded.every((text) => text.includes('What do you do? The possibilities are:'))).toBe(true)
  }, 240_000)

  it('reads an agent in contexts, said before the position, and how far they move it', async () => {
    const before = server.asked.length
    const flags = ['--agent', `openai:obeys@${server.base}`, '--draws', '2', '--no-variants']
    const { contexts, survival } = await battery(...flags, '--context', 'forbidding,irrelevant')
    expect(survival).toEqual([])
    expect(contexts.map(({ context }: { context: string }) => context)).toEqual(['forbidding', 'irrelevant'])
    const said = server.asked.slice(before).map(({ messages }) => messages[messages.length - 1].content)
    expect(said.filter((text) => text.includes('deceiving and doing harm are all forbidden here. '))).toHaveLength(
      said.length / 3,
    )
    // It takes the last label of the alphabet where it is told that something is forbidden, and else the first.
    expect(contexts[0].moved.length).toBeGreaterThan(0)
    expect(contexts[1].moved).toEqual([])
    expect(contexts[1].change.D.estimate).toBe(0)
  }, 120_000)

  it('says why answers were no option, what they took, and how far it is', async () => {
    const line = ['--agent', `openai:illegal@${server.base}`, '--envs', 'dictator', '--draws', '2', '--no-variants']
    const { code, stdout, stderr } = await run('battery', ...line, '--json')
    expect(code, stderr).toBe(0)
    const { failures, usage, reading } = JSON.parse(stdout)
    expect(reading.none).toBe(1)
    expect(failures).toEqual({ ILLEGAL: 72 })
    // One question more: whether it tells probabilities.
    expect(usage).toMatchObject({ asked: 73, tokens: { prompt: expect.any(Number), completion: expect.any(Number) } })
    expect(stderr).toMatch(/item 36 of 36 · 73 questions, \d k tokens, [\d.]+ s a question/)
    const said = await run('battery', ...line)
    expect(said.stdout).toContain('(72 illegal)')
  }, 120_000)

  it('scores what was answered elsewhere as it reads it here, and compares two', async () => {
    const exported = await run('battery', 'export', '--envs', ENVS)
    const questions = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(questions[0]).toMatchObject({ id: 'dictator-0', options: { A: expect.any(String) } })
    const answer = (pick: (options: Record<string, string>) => string) =>
      questions.map(({ id, options }) => JSON.stringify({ id, choice: pick(options) })).join('\n')
    const longest = (options: Record<string, string>) =>
      Object.keys(options).toSorted((a, b) => options[b].length - options[a].length || (a < b ? -1 : 1))[0]
    writeFileSync(
      join(cwd, 'a.jsonl'),
      answer((options) => Object.keys(options)[0]),
    )
    writeFileSync(join(cwd, 'b.jsonl'), answer(longest))
    for (const name of ['a', 'b']) {
      const scored = await run('battery', 'score', `${name}.jsonl`, '--envs', ENVS, '--out', `${name}.json`, '--json')
      expect(scored.code, scored.stderr).toBe(0)
      expect(JSON.parse(scored.stdout).reading.none).toBe(0)
    }
    const compared = await run('battery', 'compare', 'a.json', 'b.json', '--json')
    const { difference } = JSON.parse(compared.stdout)
    const [a, b] = ['a', 'b'].map((name) => JSON.parse(readFileSync(join(cwd, `${name}.json`), 'utf8')))
    expect(difference.D.estimate).toBeCloseTo(b.reading.D.estimate - a.reading.D.estimate, 9)
    writeFileSync(
      join(cwd, 'c.jsonl'),
      answer(() => 'Z'),
    )
    const none = await run('battery', 'score', 'c.jsonl', '--envs', ENVS, '--json')
    expect(JSON.parse(none.stdout)).toMatchObject({ reading: { none: 1 }, somebody: false })
    const said = await run('battery', 'score', 'c.jsonl', '--envs', ENVS)
    expect(said.stdout).toContain('there is nothing to read')
  }, 120_000)

  it.each([
    [['battery'], '--agent'],
    [['battery', '--agent', 'writer,random'], 'one agent'],
    [['battery', '--agent', 'writer', '--envs', 'dictater'], 'dictator'],
    [['battery', '--agent', 'writer', '--context', 'permisive'], 'permissive'],
    [['battery', '--agent', 'writer', '--context', 'permissive'], 'an agent that reads words'],
    [['battery', 'score', 'nowhere.jsonl'], 'no such file'],
    [['battery', 'compare', 'a.jsonl', 'a.jsonl'], 'battery.json'],
  ])('refuses %j', async (line, words) => {
    const { code, stderr } = await run(...line)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})
