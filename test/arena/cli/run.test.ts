import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ended, folder, mettle, SMALL, start } from './mettle.ts'
import { wholeRun } from './whole.ts'

const { path: cwd, remove } = folder()
const study = (out: string, ...flags: string[]) => ['study', 'tiny', ...SMALL, '--out', out, ...flags]
const read = (...path: string[]) => readFileSync(join(cwd, ...path), 'utf8')

/** All of a summary but the times. */
function numbers(out: string): string {
  const { timing, ...rest } = JSON.parse(read(out, 'summary.json'))
  expect(timing.wall).toBeGreaterThan(0)
  return JSON.stringify(rest)
}
const jobs = (out: string) =>
  readdirSync(join(cwd, out, 'jobs')).map((name) => [name, statSync(join(cwd, out, 'jobs', name)).mtimeMs])

let whole: Ended
beforeAll(async () => {
  whole = (await wholeRun(cwd)).ended
}, 120_000)
afterAll(remove)

describe('a run', () => {
  it('ends with the answer, where to look and what to do next, on twenty lines', () => {
    expect(whole.code).toBe(0)
    expect(whole.stdout).toMatch(/^When power wins the boardroom, do motivations turn dark/)
    expect(whole.stdout).toMatch(/^kl +n\/a|^kl +[+−]/m)
    const after = /\nreport [\s\S]*npx mettle list interventions/.exec(whole.stderr)?.[0] ?? ''
    expect(after).toMatch(/^\nreport {6}whole\/report\.html\nmatches {5}npx mettle watch whole\nevidence /)
    expect(`${whole.stdout.trimEnd()}${after}`.split('\n').length).toBeLessThanOrEqual(20)
    const kept = SMALL.join(' ')
    expect(whole.stderr).toContain(`npx mettle study tiny --foundations 10 ${kept.replace('--set foundations=2 ', '')}`)
    expect(whole.stderr).toMatch(/job 14 of 14/)
  })

  it('prints every table where they are asked for, without running again', async () => {
    const { code, stdout, stderr } = await mettle(cwd, ...study('whole', '--tables', '--tensorboard'))
    expect(code).toBe(0)
    expect(stdout.startsWith(whole.stdout.trimEnd())).toBe(true)
    expect(stdout).toMatch(/│ arm +│ regime +│ reward/)
    expect(stderr).toContain('Resuming: 14 of 14 jobs are finished already.')
    expect(stderr).toContain('tensorboard --logdir whole/tensorboard')
    const curves = readdirSync(join(cwd, 'whole', 'tensorboard'))
    expect(curves).toContain('kl.full.1')
    expect(existsSync(join(cwd, 'whole', 'tensorboard', 'kl.full.1', 'events.out.tfevents.0.mettle'))).toBe(true)
    rmSync(join(cwd, 'whole', 'tensorboard'), { recursive: true })
  })

  it('leaves a folder that says what was run', () => {
    expect(readdirSync(join(cwd, 'whole')).sort()).toEqual([
      'jobs',
      'log.txt',
      'manifest.json',
      'overrides.json',
      'report.html',
      'study.json',
      'summary.json',
      'tables',
    ])
    expect(JSON.parse(read('whole', 'study.json')).settings.imitate.steps).toBe(8)
    expect(JSON.parse(read('whole', 'overrides.json')).set).toContain('imitate.steps=8')
    const manifest = JSON.parse(read('whole', 'manifest.json'))
    expect(manifest.hash).toBe(JSON.parse(read('whole', 'summary.json')).hash)
    expect(manifest).toMatchObject({ mettle: '0.4.0', backend: { name: 'wasm' } })
    expect(read('whole', 'summary.json').endsWith('}\n')).toBe(true)
  })

  it('repeats no finished job when the command is given again', async () => {
    const before = jobs('whole')
    const again = await mettle(cwd, ...study('whole', '--json'))
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout).timing.folder).toBe('whole')
    expect(again.stderr).toContain('14 of 14 jobs are finished already')
    expect(jobs('whole')).toEqual(before)
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(read('whole', 'summary.json')))
  })

  it('has the same numbers with one worker, and the same bytes in every table and log', async () => {
    expect((await mettle(cwd, ...study('single', '--workers', '1'))).code).toBe(0)
    expect(numbers('single')).toBe(numbers('whole'))
    const files = (out: string) =>
      readdirSync(join(cwd, out), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.parquet') || name.endsWith('.jsonl'))
        .sort()
    expect(files('whole').length).toBeGreaterThan(20)
    expect(files('single')).toEqual(files('whole'))
    for (const name of files('whole'))
      expect(readFileSync(join(cwd, 'single', name)).equals(readFileSync(join(cwd, 'whole', name))), name).toBe(true)
  })

  it('forecasts the bytes of what it wrote, tables and report too, and no worker for a finished run', async () => {
    const { stdout } = await mettle(cwd, ...study('whole', '--dry-run', '--json'))
    const { jobs: planned, expected } = JSON.parse(stdout)
    const of = (...path: string[]) => {
      const at = join(cwd, 'whole', ...path)
      const files = statSync(at).isDirectory() ? readdirSync(at).map((name) => join(at, name)) : [at]
      return files.reduce((sum, file) => sum + statSync(file).size, 0)
    }
    const written = of('tables') + of('report.html') + of('summary.json')
    expect(expected.conclusion.bytes / written).toBeGreaterThan(0.9)
    expect(expected.conclusion.bytes / written).toBeLessThan(1.1)
    expect(planned.every(({ finished }: any) => finished)).toBe(true)
    expect(expected.startUp).toBe(0)
  })

  it('finishes running jobs on Ctrl-C and says how to resume', async () => {
    const run = start(cwd, ...study('stopped', '--workers', '1'))
    await run.saw('foundation.0 done')
    const second = await mettle(cwd, ...study('stopped'))
    expect([second.code, second.stdout]).toEqual([2, ''])
    expect(second.stderr).toContain(`in use by process ${run.child.pid}`)
    run.child.kill('SIGINT')
    const { code, stdout, stderr } = await run.ended
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toContain(`Resume with:\n  npx mettle study tiny --set foundations=2`)
    const names = jobs('stopped').map(([name]) => String(name))
    expect(names.length).toBeLessThan(14)
    expect(names.filter((name) => name.startsWith('.tmp-'))).toEqual([])
    expect(readdirSync(join(cwd, 'stopped'))).not.toContain('lock')
  })

  it('stops at once on a second Ctrl-C, in the middle of a job', async () => {
    const endless = SMALL.map((set) =>
      set.replace('foundations=2', 'foundations=1').replace('compete.updates=2', 'compete.updates=100000'),
    )
    const run = start(cwd, 'study', 'tiny', ...endless, '--out', 'halted', '--workers', '1')
    await run.saw('foundation.0 done')
    run.child.kill('SIGINT')
    await run.saw('Ctrl-C again stops now')
    // Sooner, it would be the same Ctrl-C delivered twice.
    await new Promise((resolve) => setTimeout(resolve, 700))
    run.child.kill('SIGINT')
    expect((await run.ended).code).toBe(130)
    // What the interrupted job had begun is swept at the next start.
    const finished = jobs('halted').flatMap(([name]) =>
      String(name).startsWith('.tmp') ? [] : String(name).split('-')[0],
    )
    expect(finished).toEqual(['foundation.0'])
  })

  it('refuses a folder made by another study, and says what differs', async () => {
    const { code, stderr } = await mettle(cwd, ...study('whole', '--seed', '5'))
    expect(code).toBe(2)
    expect(stderr).toContain('study.settings.seed: 1 → 5')
  })

  it('starts and writes nothing with --dry-run', async () => {
    const before = readdirSync(cwd)
    const { code, stdout, stderr } = await mettle(cwd, 'study', 'tiny', ...SMALL, '--dry-run', '--json')
    expect(code).toBe(0)
    const { jobs: planned, expected, ...rest } = JSON.parse(stdout)
    expect(rest).toMatchObject({
      study: { id: 'tiny' },
      folder: expect.stringMatching(/^runs\/tiny\/[0-9a-f]{8}$/),
    })
    expect(planned).toHaveLength(14)
    for (const { seconds, bytes } of planned) expect(Math.min(seconds, bytes)).toBeGreaterThan(0)
    const { startUp, conclusion } = expected
    const own = (key: string) => planned.reduce((sum: number, job: any) => sum + job[key], 0)
    expect(startUp).toBeGreaterThan(0.1)
    expect(conclusion.seconds).toBeGreaterThan(0)
    expect(expected.bytes).toBe(own('bytes') + conclusion.bytes)
    expect(expected.seconds).toBeGreaterThan(startUp + conclusion.seconds)
    expect(stderr).toContain('dry run: timing a short foundation')
    expect(readdirSync(cwd)).toEqual(before)
  })
})
