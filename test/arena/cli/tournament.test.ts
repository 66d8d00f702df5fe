import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '../../../arena/play/world.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { createRng } from '../../../envs/random.ts'
import { folder, lines, mettle, start } from './mettle.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)
afterAll(() => {
  close()
  remove()
})
const tournament = (line: string) => run('tournament', ...line.split(' '))
/** In a process of its own. */
const alone = (line: string) => mettle(cwd, 'tournament', ...line.split(' '))

const AGENT = `
export default {
  id: 'copycat',
  start: () => null,
  decide: (asks) => asks.map(({ seen }) => ({ action: seen.G.last[1 - seen.seat] ?? 0, memory: null })),
}`
const CHEAT = `
export default {
  id: 'cheat',
  start: () => null,
  decide: (asks) => asks.map(({ seen }) => { seen.G.points[seen.seat] += 100; return { action: 0, memory: null } }),
}`

beforeAll(() => {
  writeFileSync(join(cwd, 'copycat.ts'), AGENT)
  writeFileSync(join(cwd, 'cheat.ts'), CHEAT)
  writeFileSync(join(cwd, 'breaks.ts'), AGENT.replace('?? 0', '.oops'))
  writeFileSync(join(cwd, 'other.ts'), 'export const taste = 3')
  const example = readFileSync(new URL('../../../docs/examples/env.ts', import.meta.url), 'utf8')
  writeFileSync(join(cwd, 'old.ts'), example.replace("  contest: 'mixed',\n", ''))
  writeFileSync(join(cwd, 'noise.safetensors'), 'no weights')
  mkdirSync(join(cwd, 'trial'))
})

/** Without clocks. */
const untimed = (json: string) => {
  const { timing, ...rest } = JSON.parse(json)
  expect(timing.wall).toBeGreaterThan(0)
  return rest
}

describe('mettle tournament --json', () => {
  it('is what DESIGN §9 says, and nothing else is on standard output', async () => {
    const { code, stdout, stderr } = await tournament(
      'dilemma --agents cooperator,tit-for-tat,defector --matches 2 --seed 7 --set rounds=10 --json --out shape',
    )
    expect(code, stderr).toBe(0)
    const result = untimed(stdout)
    expect(result).toMatchObject({ schema: 1, env: 'dilemma', seed: 7, matches: 2, params: { rounds: 10 } })
    const scores = result.standings.map(({ agent, score, wins }: any) => [agent, score / 4, wins])
    expect(scores).toEqual([
      ['defector', 64, 8],
      ['tit-for-tat', 39, 0],
      ['cooperator', 30, 0],
    ])
    for (const { rating, power } of result.standings)
      for (const each of [rating, power])
        expect(each).toEqual({ estimate: expect.any(Number), interval: [expect.any(Number), expect.any(Number)], n: 4 })
    expect(JSON.parse(readFileSync(join(cwd, 'shape', 'summary.json'), 'utf8'))).toEqual(JSON.parse(stdout))
  })

  it('leaves matches that replay from env, params, seed and actions', () => {
    const { envs } = JSON.parse(readFileSync(join(cwd, 'shape', 'tournament.json'), 'utf8'))
    const world = createWorld(dilemma(envs[0].params))
    const matches = readFileSync(join(cwd, 'shape', 'matches', 'dilemma-00000.jsonl'), 'utf8')
      .trim()
      .split('\n')
    // Three pairings and three yardsticks, on two seats, twice; and each agent with itself.
    expect(matches).toHaveLength(3 * 2 * 2 + 3 * 2 * 2 + 3)
    for (const { seed, actions, scores } of matches.map((line) => JSON.parse(line))) {
      const match = world.engine.start({ seed, numPlayers: 2 })
      for (let i = 0; i < actions.length; i += 2) match.act(String(actions[i]), 'choose', [actions[i + 1]])
      expect([0, 1].map((seat) => world.env.score(match, seat))).toEqual(scores)
      expect(match.ctx.gameover).toBeDefined()
    }
  })

  it('--alpha and --population are those of α-rank, and fix which tournament it is', async () => {
    const line = 'dilemma --agents cooperator,defector --matches 1 --json'
    const [limit, finite] = [await tournament(line), await tournament(`${line} --alpha 0.5 --population 20`)]
    expect(JSON.parse(limit.stdout).selection).toEqual({ alpha: 'limit', population: 50, paidBy: 'pair', tie: 0.5 })
    expect(JSON.parse(finite.stdout).selection).toEqual({ alpha: 0.5, population: 20, paidBy: 'pair', tie: 0.05 })
    const folders = [limit, finite].map(({ stderr }) => /runs\/tournament\/\w+/.exec(stderr)?.[0])
    expect(folders[0]).not.toBe(folders[1])
  })

  it('is byte-equal for one seed, and another for another', async () => {
    const line = 'boardroom --agents random,writer:PWR=2+MAN=1 --matches 2 --json --seed'
    const runs = await Promise.all(['3 --out a', '3 --out b', '4 --out c'].map((rest) => alone(`${line} ${rest}`)))
    const [a, b, c] = runs.map(({ stdout }) => JSON.stringify(untimed(stdout)))
    expect(b).toBe(a)
    expect(c).not.toBe(a)
  })

  it('takes plugin agents, writers and search in several envs, and rates them in one fit', async () => {
    const { code, stdout, stderr } = await tournament(
      'dilemma boardroom --agents writer:PWR=2,mcts:iterations=5 --agents random --matches 1 --set rounds=2 --json',
    )
    expect(code, stderr).toBe(0)
    const { results, overall } = untimed(stdout)
    expect(results.map(({ env, params }: any) => [env, params.rounds])).toEqual([
      ['dilemma', 2],
      ['boardroom', 2],
    ])
    expect(overall).toHaveLength(3)
    const copycat = await tournament('dilemma --agents ./copycat.ts,tit-for-tat,defector,random --matches 1 --json')
    const of = (agent: string) => untimed(copycat.stdout).standings.find((row: any) => row.agent === agent)
    expect(of('./copycat.ts').payoff.estimate).toBeGreaterThan(of('defector').payoff.estimate / 2)
    expect(of('./copycat.ts').power).toEqual(of('tit-for-tat').power)
  })

  it('without --json prints a table, and tells people of the dark routes', async () => {
    const { stdout, stderr } = await tournament(
      'boardroom --agents random,writer:MAN=2,writer:PWR=2,writer:CARE=2 --matches 1 --set rounds=1',
    )
    expect(stdout).toMatch(/^boardroom: 1 match per pairing and seat order/)
    expect(stdout).toContain('Do the agents that win by power win by dark routes?')
    expect(stderr).toContain('summary.json')
  })
})

describe('an agent that goes wrong', () => {
  it('by name when it throws; what was played stays', async () => {
    const { code, stderr, stdout } = await tournament('dilemma --agents ./breaks.ts,random --json --out broke')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/mettle: agent \.\/breaks\.ts in dilemma, seat 0, tick 0: .+ \(seed .+\)\. /)
    expect(stderr).toContain('npx mettle tournament dilemma')
  })

  it('that writes into the state is found by the replay', async () => {
    const { code, stderr } = await tournament('dilemma --agents ./cheat.ts,cooperator --matches 1 --json --out cheated')
    expect(code).toBe(1)
    expect(stderr).toContain('Expected a match of dilemma to replay as it was played')
    expect(stderr).toContain('one of ./cheat.ts, cooperator writes into what it is shown')
  })
})

/** What was typed, and what the message must hold. */
const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['', ["missing required argument 'env'"]],
  ['dilemma', ['--agents', 'expected at least two agents, got none']],
  ['dilemma --agents defector', ['expected at least two agents, got 1']],
  ['dilema --agents a,b', ['tournament dilema', 'Did you mean dilemma?']],
  ['dictator --agents random,writer', ['tournament dictator', 'expected an env of kind train']],
  ['dilemma dilemma --agents random,writer', ['expected every env once']],
  ['./nowhere.ts --agents random,writer', ['./nowhere.ts', 'no such file']],
  ['./other.ts --agents random,writer', ['./other.ts', 'defineEnv']],
  ['dilemma --agents defctor,random', ['--agents defctor', 'Did you mean defector?']],
  ['dilemma --agents random,random', ['--agents random', 'expected every agent once']],
  ['dilemma --agents writer:PWR=2,MAN=1', ['--agents MAN=1', 'joined by +, as writer:PWR=2+MAN=1']],
  [
    'dilemma --agents writer:PWR=lots,random',
    ['--agents writer:PWR=lots: PWR', 'expected a number from -10 to 10, got "lots"'],
  ],
  ['dilemma --agents writer:PRW=2,random', ['expected a known option, got PRW', 'Known: PWR, LEAD']],
  ['dilemma --agents writer:PWR=20,random', ['PWR: expected a number from -10 to 10, got 20']],
  ['dilemma --agents mcts:iterations=1.5,random', ['iterations: expected an integer from 1', 'got 1.5']],
  ['boardroom --agents tit-for-tat,random', ['--agents tit-for-tat', 'can play boardroom', 'knows dilemma alone']],
  ['dilemma --agents ./other.ts,random', ['./other.ts', 'expected one agent']],
  ['dilemma --agents ./noise.safetensors,random', ['./noise.safetensors', 'expected a checkpoint of Mettle']],
  ['dilemma --agents ./trial/,random', ['agent ./trial/', 'expected a checkpoint', 'checkpoint.safetensors']],
  ['dilemma --agents random,writer --background random', ['--background random', 'held out from --agents']],
  ['dilemma --agents random,writer --matches 0', ['--matches', 'got 0']],
  ['dilemma --agents random,writer --seed x', ['--seed', 'got x']],
  ['dilemma --agents random,writer --alpha 0', ['--alpha', 'expected a number above 0, or limit, got 0']],
  [
    'dilemma --agents random,writer --best-response',
    ['--best-response in dilemma', 'expected a zero-sum env of 2 seats'],
  ],
  ['dilemma --agents random,writer --population 1', ['--population', 'got 1']],
  [
    './old.ts --agents random,writer',
    ['./old.ts', "env pot: expected contest: 'zero-sum'", "or 'mixed', got undefined"],
  ],
  ['dilemma --agents random,writer --set round=3', ['--set round=3', 'did you mean rounds?']],
  [
    'dilemma --agents random,writer --set rounds=0',
    ['--set rounds=0', 'rounds: expected a number of at least 1, got 0'],
  ],
  ['dilemma --agents random,writer --set rounds=1 --set rounds=2', ['expected rounds once']],
  ['dilemma --agents random,writer --out other.ts', ['--out other.ts', 'expected a folder']],
  ['dilemma --agnts random', ['--agnts', '--agents']],
]

describe('input that cannot be used', () => {
  it.each(REFUSED)('mettle tournament %s', async (line, parts) => {
    const before = readdirSync(cwd)
    const { code, stdout, stderr } = await run('tournament', ...line.split(' ').filter(Boolean))
    for (const part of parts) expect(stderr).toContain(part)
    expect(stderr).toMatch(/^mettle: /)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('a folder of another tournament is refused with what differs', async () => {
    await tournament('dilemma --agents cooperator,defector --matches 1 --json --out taken')
    const { code, stderr } = await tournament('dilemma --agents cooperator,defector --matches 2 --json --out taken')
    expect(code).toBe(2)
    expect(stderr).toContain('study.matches: 1 → 2')
  })
})

describe('interrupted', () => {
  const line = 'dilemma --agents mcts:iterations=30,random,defector,grudger --matches 6 --set rounds=10 --json --out'
  const left = (out: string) => {
    const files = readdirSync(join(cwd, out, 'matches')).sort()
    const matches = files.map((name) => [name, readFileSync(join(cwd, out, 'matches', name), 'utf8')])
    return JSON.stringify([matches, untimed(readFileSync(join(cwd, out, 'summary.json'), 'utf8'))])
  }
  let milliseconds: number
  beforeAll(async () => {
    const started = performance.now()
    expect((await alone(`${line} whole`)).code).toBe(0)
    milliseconds = performance.now() - started
  })

  it('kill −9 at random instants loses no finished chunk, and ends with the same bytes', async () => {
    const rng = createRng(1).fork('kills')
    for (let kill = 0; kill < 4; kill++) {
      const run = start(cwd, 'tournament', ...`${line} killed`.split(' '))
      const timer = setTimeout(() => run.child.kill('SIGKILL'), rng.uniform() * milliseconds)
      await run.ended
      clearTimeout(timer)
    }
    const { code, stderr } = await alone(`${line} killed`)
    expect(code, stderr).toBe(0)
    expect(left('killed')).toBe(left('whole'))
  })

  it('Ctrl-C finishes the running chunk, exits 130 and says how to go on; nothing is played twice', async () => {
    const slow = 'dilemma --agents mcts:iterations=150,random,defector --matches 8 --set rounds=12 --json --out stopped'
    const run = start(cwd, 'tournament', ...slow.split(' '))
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        const path = join(cwd, 'stopped', 'matches')
        if (!existsSync(path) || readdirSync(path).length === 0) return
        clearInterval(look)
        resolve()
      }, 5)
    })
    run.child.kill('SIGINT')
    const { code, stdout, stderr } = await run.ended
    expect([code, stdout], stderr).toEqual([130, ''])
    expect(stderr).toContain('Resume with:\n  npx mettle tournament dilemma')
    const before = readdirSync(join(cwd, 'stopped', 'matches'))
    const again = await alone(slow)
    expect(again.code).toBe(0)
    expect(again.stderr).toContain('Resuming')
    const { timing } = JSON.parse(again.stdout)
    expect(timing.resumed).toBe(8 * before.length)
  })

  it('a finished tournament is read, not played again', async () => {
    const again = await tournament(`${line} whole`)
    const { timing, standings } = JSON.parse(again.stdout)
    expect(timing).toMatchObject({ play: 0, resumed: timing.resumed, matchesPerSecond: null })
    expect(standings).toHaveLength(4)
  })
})
