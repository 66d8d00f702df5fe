import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRng } from '../../../envs/random.ts'
import { NIGHTLY } from '../../needs.ts'
import { type Ended, folder, MAIN, mettle, SMALL, start } from './mettle.ts'

/** Random instants at which a run is killed: 3 here, 50 nightly. */
const KILLS = Number(process.env.METTLE_KILLS ?? 3)
const SEED = Number(process.env.METTLE_KILL_SEED ?? 1)
const KILLS_A_RUN = 3
/** A foundation and the trials on it: a second one is nightly, since it adds no kind of job. */
const FOUNDATIONS = NIGHTLY ? 2 : 1
const JOBS = 7 * FOUNDATIONS
const SIZES = SMALL.map((set) => set.replace('foundations=2', `foundations=${FOUNDATIONS}`))

const { path: cwd, remove } = folder()
afterAll(remove)
const study = (out: string) => ['study', 'tiny', ...SIZES, '--workers', '2', '--out', out]

/** Bytes of everything that the run leaves but for clocks: summary without timing, results, tables, logs of jobs. */
function left(out: string): Record<string, string> {
  const root = join(cwd, out)
  const { timing: _, ...summary } = JSON.parse(readFileSync(join(root, 'summary.json'), 'utf8'))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(result\.json|\.parquet|\.jsonl|\.safetensors)$/.test(name),
  )
  const bytes = files.sort().map((name) => [name, readFileSync(join(root, name)).toString('base64')])
  return { ...Object.fromEntries(bytes), summary: JSON.stringify(summary) }
}

/** Jobs in place; each must be whole, whatever the instant. */
function finished(out: string): string[] {
  const jobs = join(cwd, out, 'jobs')
  const names = (existsSync(jobs) ? readdirSync(jobs) : []).filter((name) => !name.startsWith('.tmp-'))
  for (const name of names) {
    const files = readdirSync(join(jobs, name))
    for (const file of ['result.json', 'timing.json']) JSON.parse(readFileSync(join(jobs, name, file), 'utf8'))
    expect(files, name).toEqual(expect.arrayContaining(['checkpoint.safetensors', 'responses.parquet']))
    for (const file of files.filter((each) => each.endsWith('.parquet')))
      expect(
        readFileSync(join(jobs, name, file))
          .subarray(-4)
          .toString(),
        `${name}/${file}`,
      ).toBe('PAR1')
  }
  return names
}

let milliseconds: number
let whole: Record<string, string>
beforeAll(async () => {
  const started = performance.now()
  expect((await mettle(cwd, ...study('whole'))).code).toBe(0)
  milliseconds = performance.now() - started
  whole = left('whole')
}, 120_000)

describe(`kill −9 at ${KILLS} random instants`, () => {
  const rng = createRng(SEED).fork('kills')
  const rounds = Math.ceil(KILLS / KILLS_A_RUN)
  for (let round = 0; round < rounds; round++)
    it(`loses no finished job, counts no half one, and ends with the same bytes (round ${round + 1} of ${rounds})`, async () => {
      const out = `killed-${round}`
      let before: string[] = []
      for (let kill = 0; kill < Math.min(KILLS_A_RUN, KILLS - round * KILLS_A_RUN); kill++) {
        const instant = rng.uniform() * milliseconds
        const run = start(cwd, ...study(out))
        const timer = setTimeout(() => run.child.kill('SIGKILL'), instant)
        await run.ended
        clearTimeout(timer)
        const after = finished(out)
        expect(after, `killed after ${instant.toFixed(0)} ms`).toEqual(expect.arrayContaining(before))
        before = after
      }
      const { code, stderr } = await mettle(cwd, ...study(out))
      expect(code, stderr).toBe(0)
      expect(finished(out)).toHaveLength(JOBS)
      expect(left(out)).toEqual(whole)
    }, 180_000)
})

/** The run under a limit on the size of each file, as `ulimit -f` sets it, in KiB. */
function limited(kib: number, out: string): Ended {
  const command = `ulimit -f ${kib}; exec "$0" "$@"`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, MAIN, ...study(out)], {
    cwd,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

describe('a disk that takes no more', () => {
  it('ends the run with the reason and how to go on; no trial is counted as failed', async () => {
    const { code, stdout, stderr } = limited(60, 'limited')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/Stopped: a file grew past the limit set for it \(EFBIG.*Resume|resume with/s)
    expect(existsSync(join(cwd, 'limited', 'summary.json'))).toBe(false)
    expect(readdirSync(join(cwd, 'limited', 'jobs'))).toEqual([])
    expect((await mettle(cwd, ...study('limited'))).code).toBe(0)
    expect(left('limited')).toEqual(whole)
  }, 120_000)

  it.skipIf(!mayMount())(
    'keeps what was finished, and resumes to the same bytes (needs root for a small disk)',
    async () => {
      const disk = join(cwd, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk])
      try {
        const full = await mettle(cwd, ...study('disk/run'))
        expect([full.code, full.stdout]).toEqual([1, ''])
        expect(full.stderr).toContain('Stopped: the disk is full (ENOSPC')
        const kept = finished('disk/run')
        execFileSync('mount', ['-o', 'remount,size=64m', disk])
        const { code, stderr } = await mettle(cwd, ...study('disk/run'))
        expect(code).toBe(0)
        expect(stderr).toContain(kept.length > 0 ? `${kept.length} of ${JOBS} jobs are finished already` : 'Run folder')
        expect(left('disk/run')).toEqual(whole)
      } finally {
        execFileSync('umount', [disk])
      }
    },
    120_000,
  )
})

function mayMount(): boolean {
  const probe = join(cwd, 'probe')
  mkdirSync(probe)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status !== 0) return false
  return spawnSync('umount', [probe]).status === 0
}
