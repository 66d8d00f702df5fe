import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkCommitted } from '../../../arena/registration/committed.ts'
import { append, read, starts } from '../../../arena/registration/ledger.ts'
import { registrationsOf } from '../../../arena/registration/siblings.ts'
import { folder } from '../cli/mettle.ts'

const at = folder()
afterAll(at.remove)

/** A registration of a study with that many starts, without more than these tests read of it. */
function registration(root: string, study: string, hash: string, begun: number): string {
  const dir = join(at.path, root, `${study}-${hash}`)
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'registration.json'), JSON.stringify({ study: { id: study }, hash, commit: 'c' }))
  append(dir, 'registered', 'now', { hash })
  for (let i = 0; i < begun; i++) append(dir, 'started', 'now', { i })
  return dir
}
const ledger = (dir: string) => join(dir, 'ledger.jsonl')
const lines = (dir: string) => readFileSync(ledger(dir), 'utf8').trimEnd().split('\n')

describe('a ledger', () => {
  it('keeps a line that a crash cut off as what it is, and goes on', () => {
    const dir = registration('torn', 'a', '1', 2)
    truncateSync(ledger(dir), readFileSync(ledger(dir)).length - 20)
    const { entries, torn } = read(dir)
    expect([entries.length, starts(entries)]).toEqual([2, 1])
    expect(torn).toMatch(/^\{"at":"now","event":"started"/)
    append(dir, 'started', 'later', {})
    const after = read(dir)
    expect(after.entries.map(({ n, event }) => `${n} ${event}`)).toEqual([
      '0 registered',
      '1 started',
      '2 torn',
      '3 started',
    ])
    expect(after.entries[2].facts).toEqual({ text: torn })
    expect([after.torn, lines(dir).length]).toEqual(['', 4])
  })

  it('counts a last line that lost no more than its line break', () => {
    const dir = registration('unbroken', 'a', '1', 2)
    truncateSync(ledger(dir), readFileSync(ledger(dir)).length - 1)
    expect(starts(read(dir).entries)).toBe(2)
    append(dir, 'ended', 'later', {})
    expect(read(dir).entries.map(({ event }) => event)).toEqual(['registered', 'started', 'started', 'ended'])
  })

  it('calls a whole line that does not follow a change, wherever it stands', () => {
    const dir = registration('changed', 'a', '1', 2)
    const [first, , last] = lines(dir)
    writeFileSync(ledger(dir), `${first}\n${last}`)
    expect(() => read(dir)).toThrow('line 2: expected a line that follows on the one before')
    writeFileSync(ledger(dir), `${first}\n{"at":\n${last}\n`)
    expect(() => append(dir, 'started', 'now', {})).toThrow('line 2: expected a line that follows on the one before')
  })
})

it('registrations of one study are counted together, one with a broken ledger too', () => {
  registration('many', 'a', '1', 1)
  registration('many', 'b', '2', 1)
  const broken = registration('many', 'a', '3', 0)
  writeFileSync(ledger(broken), '{}\n')
  mkdirSync(join(at.path, 'many', 'notes'))
  expect(registrationsOf('a', join(at.path, 'many'))).toEqual([
    { hash: '1', commit: 'c', starts: 1, ends: 0 },
    { hash: '3', commit: 'c', starts: null, ends: null },
  ])
  expect(registrationsOf('a', join(at.path, 'nowhere'))).toEqual([])
})

describe('a start', () => {
  const cwd = join(at.path, 'repository')
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'ignore' })

  it('needs the registration and its ledger as they were committed, lines added', () => {
    const dir = registration('repository', 'a', '1', 0)
    expect(() => checkCommitted(dir)).toThrow('expected a registration that is committed, got one that git does not')
    git('init', '-q')
    git('add', '.')
    expect(() => checkCommitted(dir)).toThrow('add and commit its folder, then start the run')
    git('commit', '-qm', 'registered')
    checkCommitted(dir)
    append(dir, 'started', 'now', {})
    checkCommitted(dir)
    git('commit', '-qam', 'started')
    const whole = readFileSync(ledger(dir), 'utf8')
    truncateSync(ledger(dir), whole.indexOf('\n') + 1)
    expect(() => checkCommitted(dir)).toThrow('expected the committed ledger with lines added, got another')
    writeFileSync(ledger(dir), whole)
    appendFileSync(join(dir, 'registration.json'), ' ')
    expect(() => checkCommitted(dir)).toThrow('expected a registration as it was committed, got one with changes')
  })
})
