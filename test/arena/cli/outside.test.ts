import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Scripted, scripted } from '../outside/endpoint.ts'
import { folder, lines, start } from './mettle.ts'

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

const KEY = 'a-key-that-nobody-may-ever-read'
const BOT = fileURLToPath(new URL('../outside/bot.mjs', import.meta.url))
const bot = (how: string) => `process:"${process.execPath} ${BOT} ${how}"`
const model = (how: string, more = '') => `openai:${how}@${server.base}${more}`
const played = (agents: readonly string[], ...more: string[]) => [
  ...['tournament', 'dilemma', '--agents', agents.join(','), '--matches', '1', '--set', 'rounds=4', '--json', ...more],
]

const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

describe('a tournament with agents outside the process', () => {
  it('rates them beside bots, tells forfeits and tokens, and keeps no key', async () => {
    process.env.OPENAI_API_KEY = KEY
    const { code, stdout, stderr } = await start(
      cwd,
      ...played(['defector', model('first'), bot('illegal')], '--out', 'all'),
    ).ended
    expect(code, stderr).toBe(0)
    const result = JSON.parse(stdout)
    expect(result.standings.map(({ agent }: any) => agent)).toEqual(
      expect.arrayContaining(['defector', model('first'), bot('illegal')]),
    )
    const [illegal] = result.illegal
    expect(illegal).toMatchObject({ agent: bot('illegal'), failures: { ILLEGAL: illegal.forfeited } })
    const used = Object.fromEntries(result.timing.outside.map((each: any) => [each.agent, each]))
    expect(used[model('first')]).toMatchObject({ tokens: { prompt: expect.any(Number) } })
    expect(stderr).toMatch(/openai:first@.*: \d+ moves, .* tokens/)
    expect(server.keys.at(-1)).toBe(`Bearer ${KEY}`)
    for (const text of [...filesIn(join(cwd, 'all')), stdout, stderr]) expect(text).not.toContain(KEY)
  })

  it('never asks again what was answered, comes to the same, and goes on where it was stopped', async () => {
    const line = played([model('first'), 'defector', 'cooperator'], '--out', 'again')
    const whole = await run(...line)
    expect(whole.code, whole.stderr).toBe(0)
    const asked = server.asked.length
    const again = await run(...line)
    expect(server.asked).toHaveLength(asked)
    const results = (text: string) => ({ ...JSON.parse(text), timing: null })
    expect(results(again.stdout)).toEqual(results(whole.stdout))
  })

  it('keeps replies when it is stopped in the middle of a match', async () => {
    const line = played([model('first'), bot('slow')], '--out', 'stopped')
    const started = start(cwd, ...line)
    await started.saw('tournament')
    await expect.poll(() => filesIn(join(cwd, 'stopped')).join('\n'), { timeout: 20_000 }).toContain('"reply"')
    started.child.kill('SIGINT')
    expect((await started.ended).code).toBe(130)
    const kept = readFileSync(join(cwd, 'stopped', 'replies.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
    const before = server.asked.length
    const { code, stdout, stderr } = await run(...line)
    expect(code, stderr).toBe(0)
    const [used] = JSON.parse(stdout).timing.outside.filter(({ agent }: any) => agent === model('first'))
    expect(server.asked.length - before).toBe(used.asked - kept.length)
  }, 120_000)

  it.each([
    [['random', 'openai:x@localhost:1/v1'], 'MODEL@BASE_URL'],
    [['random', 'openai:x@http://me:secret@localhost:1/v1'], 'an address without a key in it'],
    [['random', 'openai:x@http://localhost:1/v1?api_key=secret&temperature=1'], 'an agent without a key in it'],
    [['random', 'openai:"x@http://localhost:1/v1?token=secret"'], 'an address without a key in it'],
    [['random', 'openai:x@http://localhost:1/v1?temprature=1'], 'temperature'],
    [['random', 'process:""'], 'a program'],
  ])('refuses %j before anything starts', async (agents, words) => {
    const { code, stderr } = await run(...played(agents))
    expect(code).toBe(2)
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('secret')
  })
})
