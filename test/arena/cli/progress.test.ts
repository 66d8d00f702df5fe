import { describe, expect, it } from 'vitest'
import { AT_LEAST, RISES, steady } from '../../../arena/cli/outlook.ts'
import { progressLines } from '../../../arena/cli/progress-lines.ts'
import { createTally, type Tally } from '../../../arena/cli/tally.ts'
import type { RunEvent } from '../../../arena/run/run.ts'
import type { FoundationJob, Job, TrialJob } from '../../../arena/store/jobs.ts'
import { createRng, type Rng } from '../../../envs/random.ts'

const foundation = (index: number, finished = false): FoundationJob => ({
  ...{ kind: 'foundation', index, arm: null, finished },
  ...{ name: `foundation.${index}`, folder: `foundation.${index}-k` },
})
const trial = (arm: string, on: FoundationJob): TrialJob => ({
  ...{ kind: 'trial', on, finished: false, id: { arm, regime: 'full', foundation: on.index } },
  ...{ name: `${arm}.full.${on.index}`, folder: `${arm}.full.${on.index}-k` },
})

interface Planted {
  readonly foundations: number
  readonly arms: number
  readonly lanes: number
  /** Seconds of a job. */
  readonly takes: (job: Job, rng: Rng) => number
}

interface Look {
  readonly at: number
  readonly left: number | undefined
  readonly share: number
  readonly lines: readonly string[]
}

interface Running {
  readonly job: Job
  readonly from: number
  readonly takes: number
}

const [TICK, STEPS, UPDATES] = [1, 400, 60]

/** A run as its events would tell it, looked at every second. @returns the looks, and when it ended, s */
function watched({ foundations, arms, lanes, takes }: Planted): { looks: Look[]; end: number } {
  const rng = createRng(7)
  const bases = Array.from({ length: foundations }, (_, i) => foundation(i))
  const trials = bases.flatMap((on) => Array.from({ length: arms }, (_, i) => trial(`arm-${i}`, on)))
  let now = 0
  const tally = createTally(() => 1000 * now)
  tally.on({ type: 'planned', plan: { foundations: bases, trials }, workers: lanes })
  const waiting: Job[] = [...bases, ...trials]
  const done = new Set<string>()
  const running: Running[] = []
  const looks: Look[] = []
  while (waiting.length > 0 || running.length > 0) {
    for (let next = ready(waiting, done); running.length < lanes && next; next = ready(waiting, done)) {
      waiting.splice(waiting.indexOf(next), 1)
      running.push({ job: next, from: now, takes: takes(next, rng) })
      tally.on({ type: 'started', job: next })
    }
    now += TICK
    for (const each of [...running]) tell(tally, each, now, running, done)
    looks.push({ at: now, left: tally.secondsLeft(), share: tally.share(), lines: progressLines(tally) })
  }
  return { looks, end: now }
}

const ready = (waiting: readonly Job[], done: ReadonlySet<string>) =>
  waiting.find((job) => job.kind === 'foundation' || done.has(job.on.name))

function tell(tally: Tally, each: Running, now: number, running: Running[], done: Set<string>): void {
  const { job, from, takes } = each
  const share = (now - from) / takes
  if (share < 1) {
    tally.on({ type: 'progress', job: job.name, at: progressAt(job, share) })
    return
  }
  running.splice(running.indexOf(each), 1)
  done.add(job.name)
  tally.on({ type: 'finished', job, timing: { seconds: takes } } as RunEvent)
}

/** Half of a foundation is imitation, and nothing is heard of the rest, which is measured. */
function progressAt(job: Job, share: number): Extract<RunEvent, { type: 'progress' }>['at'] {
  if (job.kind === 'trial') return { phase: 'compete', done: Math.floor(share * UPDATES), total: UPDATES, matches: 1 }
  const done = Math.min(STEPS, Math.floor((share / 0.5) * STEPS))
  return { phase: 'imitate', done, total: STEPS, matches: 0 }
}

const STREAMS: readonly (readonly [string, Planted])[] = [
  ['even jobs', { foundations: 4, arms: 6, lanes: 2, takes: ({ kind }) => (kind === 'foundation' ? 60 : 20) }],
  [
    'jobs of uneven length',
    {
      foundations: 5,
      arms: 6,
      lanes: 2,
      takes: ({ kind }, rng) => (kind === 'foundation' ? 60 : 25) * (0.5 + rng.uniform()),
    },
  ],
  [
    'trials much longer than foundations',
    { foundations: 3, arms: 5, lanes: 2, takes: ({ kind }) => (kind === 'foundation' ? 40 : 120) },
  ],
  ['trials much shorter', { foundations: 6, arms: 3, lanes: 4, takes: ({ kind }) => (kind === 'foundation' ? 90 : 4) }],
  ['one lane', { foundations: 1, arms: 4, lanes: 1, takes: ({ kind }) => (kind === 'foundation' ? 100 : 30) }],
]

describe.each(STREAMS)('the progress of a run of %s', (_, planted) => {
  const { looks, end } = watched(planted)
  const told = looks.filter((look): look is Look & { left: number } => look.left !== undefined)

  it('tells a time soon', () => {
    expect(told[0].at).toBeLessThan(0.12 * end + 10)
  })

  it('rises by no more than 2 % in a second, and falls by no jump', () => {
    for (let i = 1; i < told.length; i++) {
      const [before, after] = [told[i - 1].left, told[i].left]
      expect(after - before).toBeLessThanOrEqual(RISES * Math.max(before, AT_LEAST) + 1e-9)
      expect(before - after).toBeLessThanOrEqual(1 + 0.15 * Math.max(before, 10) + 1e-9)
    }
  })

  it('ends near the truth: in the last third it is off by a tenth of the whole at most', () => {
    for (const { at, left } of told.filter((look) => look.at > (2 * end) / 3))
      expect(Math.abs(left - (end - at)), `at ${at} of ${end}`).toBeLessThan(0.1 * end)
    expect(told.at(-1)?.left).toBeLessThan(0.03 * end + 5)
  })

  it('has one bar that never goes back and is full in the end', () => {
    const shares = looks.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(1, 6)
  })

  it('is told in lines of at most 80 columns, in words', () => {
    for (const { lines } of looks) for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    const all = looks.flatMap(({ lines }) => lines).join('\n')
    expect(all).toMatch(/^[█░]{24} +\d+ % {2}job \d+ of \d+, about \d+ (m|s)/m)
    expect(all).toMatch(/^ {2}foundation 0: imitates the writers, step \d+ of 400$/m)
    expect(all).toMatch(/^ {2}arm-\d, full, foundation 0: competes, update \d+ of 60$/m)
  })
})

it('a long name is cut, and of many jobs some are counted', () => {
  const base = foundation(0, true)
  const trials = Array.from({ length: 9 }, (_, i) => trial(`${'an arm with a very long name '.repeat(4)}${i}`, base))
  const tally = createTally(
    () => 0,
    () => 12,
  )
  tally.on({ type: 'planned', plan: { foundations: [base], trials }, workers: 9 })
  for (const job of trials) tally.on({ type: 'started', job })
  const lines = progressLines(tally, 60)
  expect(lines).toHaveLength(6)
  expect(lines[1].endsWith('…')).toBe(true)
  expect(lines[5]).toBe('  and 5 more jobs')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60)
})

it('a resumed run knows from its finished jobs what is left', () => {
  const bases = [foundation(0, true), foundation(1)]
  const trials = bases.map((on) => trial('arm', on))
  const tally = createTally(
    () => 0,
    ({ kind }) => (kind === 'foundation' ? 100 : 1),
  )
  tally.on({ type: 'planned', plan: { foundations: bases, trials }, workers: 1 })
  expect(tally.secondsLeft()).toBeCloseTo(100 + 2 * 35, 6)
})

it('what is shown counts down by the clock where the estimate agrees, and settles where it does not', () => {
  expect(steady(undefined, 50, 0)).toBe(50)
  expect(steady(50, 49, 1)).toBeCloseTo(49, 6)
  let shown = 100
  for (let i = 0; i < 120; i++) shown = steady(shown, 300 - i, 1)
  expect(shown).toBeGreaterThan(160)
  expect(shown).toBeLessThan(181)
})
