import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, lines, mettle, start } from './mettle.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)
afterAll(() => {
  close()
  remove()
})
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, encoding: 'utf8' }).trim()

const STUDY = `
import { defineStudy, dictator, reverseReward, tiny } from 'mettle'
export default defineStudy({
  ...tiny,
  id: 'confirmed',
  evals: [dictator],
  settings: {
    foundations: 10, corpus: { matches: 2 }, imitate: { steps: 1, batch: 16 }, narrow: { steps: 0 },
    compete: { updates: 1, episodes: 4, evaluation: 4, writers: 2, verify: 1 }, measure: { minds: 1, writers: 16, gradient: 16, draws: 8, rewards: 2 },
  },
  preregistration: {
    hypotheses: ['Power that wins darkens revealed D.'],
    primary: { endpoint: 'revealed D, neutral', contrast: 'half of (rewarded - punished)', regime: 'full' },
    margins: { 'deployed reward': 0.05 },
    smallestEffect: 0.1,
    pilot: { foundations: 10, sd: 0.05, power: 0.99 },
    exclusions: [],
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    punished: { interventions: [reverseReward()], regimes: ['full'], role: 'control' },
  },
})
`
const entries = (dir: string): any[] =>
  readFileSync(join(cwd, dir, 'ledger.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

let dir: string
let registration: any
beforeAll(async () => {
  writeFileSync(join(cwd, 'study.ts'), STUDY)
  writeFileSync(join(cwd, '.gitignore'), 'runs\n')
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a study')
  const { code, stdout, stderr } = await mettle(cwd, 'register', './study.ts', '--json')
  expect(code, stderr).toBe(0)
  registration = JSON.parse(stdout)
  dir = registration.folder
}, 60_000)

describe('a registration', () => {
  it('holds the study without a seed, the plan and the clean commit; the seed follows from its hash', () => {
    const { study, commit, hash, seed } = registration
    expect(study.preregistration.hypotheses).toEqual(['Power that wins darkens revealed D.'])
    expect(study.settings).not.toHaveProperty('seed')
    expect(commit).toBe(git('rev-parse', 'HEAD'))
    expect(seed).toBe(2_147_483_648 + (Number.parseInt(hash.slice(0, 8), 16) % 2_147_483_648))
    expect(readdirSync(join(cwd, dir)).sort()).toEqual(['ledger.jsonl', 'registration.json'])
    expect(entries(dir)).toMatchObject([{ n: 0, event: 'registered', previous: '0'.repeat(64), facts: { hash } }])
  })

  it('is refused while anything is uncommitted, without a plan, and below ten foundations', async () => {
    const dirty = await run('register', './study.ts')
    expect(dirty.code).toBe(2)
    expect(dirty.stderr).toContain('register: expected a clean commit, got 1 changed file (registrations/). Commit')
    const early = await run('study', './study.ts', '--registration', dir)
    expect(early.code).toBe(2)
    expect(early.stderr).toContain('expected a registration that is committed, got one that git does not hold at HEAD')
    expect(early.stderr).toContain('add and commit its folder, then start the run')
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
    git('add', '.')
    git('commit', '-qm', 'registered')
    const planless = await run('register', 'tiny')
    expect(planless.stderr).toContain('expected a study with a preregistration (hypotheses, primary')
    const small = await run('register', './study.ts', '--foundations', '9')
    expect(small.stderr).toContain('foundations: expected at least 10, got 9')
    const hopeless = await run('register', 'leaderboard', '--foundations', '10')
    expect(hopeless.code).toBe(2)
    expect(hopeless.stderr).toContain('at least 11 for 34 effects that are tested together, got 10')
    writeFileSync(join(cwd, 'ignored.ts'), STUDY)
    writeFileSync(join(cwd, '.git/info/exclude'), 'ignored.ts')
    const ignored = await run('register', './ignored.ts')
    expect(ignored.code).toBe(2)
    expect(ignored.stderr).toContain('expected a study file of the commit, got one that git does not track here')
    expect([planless.code, small.code, readdirSync(join(cwd, 'registrations')).length]).toEqual([2, 2, 1])
  })

  it('counts every start, aborted ones too, and stamps a run that departs from it', async () => {
    const aborted = start(cwd, 'study', './study.ts', '--registration', dir, '--workers', '1')
    await aborted.saw('foundation.0 done')
    aborted.child.kill('SIGKILL')
    await aborted.ended
    const departs = await mettle(
      cwd,
      ...['study', './study.ts', '--registration', dir, '--json', '--out', 'other'],
      ...['--set', 'compete.episodes=6', '--foundations', '2'],
    )
    const other = JSON.parse(departs.stdout)
    expect(departs.stderr).toContain('departs from its registration: study.settings.compete.episodes: 4 → 6')
    expect(other.registered).toBe(false)
    expect(other.registration.deviations).toEqual([
      'study.settings.foundations: 10 → 2',
      'study.settings.compete.episodes: 4 → 6',
    ])
    const whole = await mettle(cwd, 'study', './study.ts', '--registration', dir, '--json')
    expect(whole.code, whole.stderr).toBe(0)
    expect(whole.stderr).not.toContain('--seed')
    const summary = JSON.parse(whole.stdout)
    expect(summary).toMatchObject({
      registered: true,
      smoke: false,
      registration: { hash: registration.hash, commit: registration.commit, deviations: [] },
      run: { seed: registration.seed },
      timing: { starts: 3, registrations: [{ hash: registration.hash, starts: 3, ends: 1 }] },
    })
    expect(entries(dir).map(({ event }) => event)).toEqual([
      'registered',
      'started',
      'started',
      'ended',
      'started',
      'ended',
    ])
  }, 120_000)

  it('has a seed that nothing else may use', async () => {
    const { code, stderr } = await run('study', './study.ts', '--set', `seed=${registration.seed}`)
    expect(code).toBe(2)
    expect(stderr).toContain(`expected an exploratory seed, at most 2147483647, got ${registration.seed}`)
    const both = await run('study', './study.ts', '--registration', dir, '--seed', '1')
    expect(both.stderr).toContain('--seed: expected no seed with --registration')
  })

  it('notices a ledger or a registration that was changed', async () => {
    const ledger = join(cwd, dir, 'ledger.jsonl')
    const original = readFileSync(ledger, 'utf8')
    const [first, , ...rest] = original.split('\n')
    writeFileSync(ledger, [first, ...rest].join('\n'))
    const cut = await run('study', './study.ts', '--registration', dir, '--out', 'fresh')
    expect(cut.code).toBe(2)
    expect(cut.stderr).toContain('ledger.jsonl, line 2: expected a line that follows on the one before')
    expect(existsSync(join(cwd, 'fresh'))).toBe(false)
    rmSync(ledger)
    const gone = await run('study', './study.ts', '--registration', dir, '--dry-run')
    expect(gone.code).toBe(2)
    expect(gone.stderr).toContain('ledger.jsonl: expected a ledger that begins with registration')
    writeFileSync(ledger, original)
    const file = join(cwd, dir, 'registration.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"smallestEffect": 0.1', '"smallestEffect": 0.01'))
    const changed = await run('study', './study.ts', '--registration', dir)
    expect(changed.stderr).toContain('expected a registration that hashes to')
  })
})
