import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRAITS } from '../../../agents/traits.ts'
import { freePort } from '../../free-port.ts'
import { PEERS, peer, withoutPeers } from '../../python.ts'
import { folder, mettle } from '../cli/mettle.ts'
import { wholeRun } from '../cli/whole.ts'
import { launch, withoutBrowser } from '../viewer/viewer.ts'

const { path: cwd, remove } = folder()
afterAll(remove)

let logs: { file: string; arm: string; samples: number }[]
beforeAll(async () => {
  await wholeRun(cwd, 'run')
  const { code, stdout, stderr } = await mettle(cwd, 'export', 'inspect', 'run', '--out', 'logs', '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  logs = JSON.parse(stdout).logs
}, 240_000)

const read = (file: string) => JSON.parse(readFileSync(join(cwd, file), 'utf8'))
const lines = (job: string) =>
  readFileSync(join(cwd, 'run', 'jobs', job, 'matches.jsonl'), 'utf8')
    .trim()
    .split('\n')

/** Spans in order, none inside another: Inspect's viewer nests what overlaps. */
function spansOf(events: any[]): string[] {
  const open: string[] = []
  return events.flatMap(({ event, id, span_id }) => {
    if (event === 'span_begin') open.push(id)
    expect(open).toEqual([span_id])
    if (event === 'span_end') open.pop()
    return event === 'span_begin' ? [id] : []
  })
}

describe('logs of a study for Inspect', () => {
  it('are one an arm, with a sample for every kept match of its jobs', () => {
    const jobs = readdirSync(join(cwd, 'run', 'jobs'))
    expect(logs.map(({ arm }) => arm).sort()).toEqual(['control', 'kl', 'kl punished', 'punished'].sort())
    for (const { file, arm, samples } of logs) {
      const log = read(file)
      const own = jobs.filter((job) => log.samples.some(({ metadata }: any) => metadata.job === job))
      expect(samples).toBe(own.reduce((sum, job) => sum + lines(job).length - 1, 0))
      expect(log.eval).toMatchObject({ task: arm, dataset: { samples } })
      expect(file).toMatch(/logs\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/)
    }
  })

  it('say of each match what its line says', () => {
    const { samples } = read(logs.find(({ arm }) => arm === 'kl')?.file as string)
    for (const { metadata, scores, events } of samples) {
      const row = lines(metadata.job)
        .slice(1)
        .map((line) => JSON.parse(line))
        .find(
          ({ seed, update, kind }) => seed === metadata.seed && update === metadata.update && kind === metadata.kind,
        )
      expect(scores.score.value).toBe(row.scores[row.focal])
      expect(scores.power.value).toBe(row.power[row.focal])
      expect(TRAITS.map((trait) => scores[`stated ${trait}`].value)).toEqual(row.stated)
      const acts = events.filter(({ event }: any) => event === 'info').sort((a: any, b: any) => a.data.act - b.data.act)
      expect(acts).toHaveLength(row.actions.length / 2)
      expect(spansOf(events)).toEqual(row.scores.map((_: number, seat: number) => `seat-${seat}`))
      expect(acts.map(({ span_id }: any) => span_id)).toEqual(
        row.actions.filter((_: number, i: number) => i % 2 === 0).map((seat: number) => `seat-${seat}`),
      )
    }
  })

  it('are the same files again', async () => {
    await mettle(cwd, 'export', 'inspect', 'run', '--out', 'again')
    expect(readdirSync(join(cwd, 'again'))).toEqual(readdirSync(join(cwd, 'logs')))
    for (const name of readdirSync(join(cwd, 'again')))
      expect(readFileSync(join(cwd, 'again', name))).toEqual(readFileSync(join(cwd, 'logs', name)))
  })

  it('are refused into a folder that holds something, and of what is no run', async () => {
    const again = await mettle(cwd, 'export', 'inspect', 'run', '--out', 'logs')
    expect(again).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--out logs: expected a new or empty folder'),
    })
    const file = await mettle(cwd, 'export', 'inspect', 'run/manifest.json')
    expect(file).toMatchObject({ code: 2, stderr: expect.stringContaining('expected the folder of a run, got a file') })
    expect((await mettle(cwd, 'export', 'other', 'run')).code).toBe(2)
  })

  it('are not written of matches that do not replay', async () => {
    cpSync(join(cwd, 'run'), join(cwd, 'changed'), { recursive: true })
    const job = readdirSync(join(cwd, 'changed', 'jobs')).find((name) => name.startsWith('kl.full')) as string
    const path = join(cwd, 'changed', 'jobs', job, 'matches.jsonl')
    const [head, first, ...rest] = readFileSync(path, 'utf8').split('\n')
    const broken = { ...JSON.parse(first), actions: [0, 3] }
    writeFileSync(path, [head, JSON.stringify(broken), ...rest].join('\n'))
    const { code, stderr } = await mettle(cwd, 'export', 'inspect', 'changed', '--out', 'none')
    expect(code).toBe(2)
    expect(stderr).toContain('a match that can be played again')
    expect(readdirSync(cwd)).not.toContain('none')
  })
})

describe.skipIf(withoutPeers)('Inspect itself (needs Python peers)', () => {
  it('lists and reads every log whole', async () => {
    const found = await peer('inspect_peer.py', join(cwd, 'logs'))
    expect(found).toHaveLength(logs.length)
    for (const { status, samples, declared, ids, metrics, first } of found) {
      expect(status).toBe('success')
      expect([declared, ids]).toEqual([samples, samples])
      expect(Object.keys(metrics)).toEqual(
        expect.arrayContaining(['score', 'power', 'route', 'stated PWR', 'represented HON', 'revealed D']),
      )
      expect(Object.values(metrics.route as Record<string, number>).reduce((a, b) => a + b, 0)).toBeCloseTo(1)
      expect(first.spanTypes).toEqual(['agent'])
      expect(Object.values(first.spans)).toContain(`seat ${first.metadata.focal}: focal (focal)`)
      expect(first.placed).toBe(true)
      expect(first.acts).toBeGreaterThan(3)
      expect(first.roles.slice(0, 3)).toEqual(['system', 'user', 'assistant'])
    }
    const sizes = Object.fromEntries(logs.map(({ arm, samples }) => [arm, samples]))
    expect(Object.fromEntries(found.map(({ task, samples }: any) => [task, samples]))).toEqual(sizes)
  })

  it('reads those of a tournament, where no seat is focal', async () => {
    await mettle(cwd, 'tournament', 'dilemma', '--agents', 'random,tit-for-tat', '--matches', '2', '--out', 'games')
    const { code } = await mettle(cwd, 'export', 'inspect', 'games')
    expect(code).toBe(0)
    const [log] = await peer('inspect_peer.py', join(cwd, 'games', 'inspect'))
    const files = readdirSync(join(cwd, 'games', 'matches')).map((name) =>
      readFileSync(join(cwd, 'games', 'matches', name), 'utf8'),
    )
    expect(log).toMatchObject({ task: 'dilemma', samples: files.join('').trim().split('\n').length })
    expect(Object.keys(log.first.scores.score)).toHaveLength(2)
    expect(log.first.roles).toEqual(['system'])
  })
})

describe.skipIf(withoutPeers || withoutBrowser)("Inspect's viewer (needs Python peers)", () => {
  it('lists every log, and shows of a sample its seats and each reading by name', async () => {
    const port = await freePort()
    const viewer = spawn(join(dirname(PEERS as string), 'inspect'), [
      ...['view', 'start', '--log-dir', join(cwd, 'logs'), '--port', String(port)],
    ])
    const browser = await launch()
    try {
      for await (const chunk of viewer.stdout) if (String(chunk).includes('Running on')) break
      const page = await browser.newPage()
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      await page.goto(`http://127.0.0.1:${port}/`)
      for (const { arm } of logs) await page.getByText(`mettle/${arm.replace(' ', '-')}`, { exact: true }).waitFor()
      await page.getByText('mettle/control', { exact: true }).click()
      await page.getByText(`${logs.find(({ arm }) => arm === 'control')?.samples} Samples`, { exact: true }).waitFor()
      await page.getByText('Aim. Your score').first().click()
      for (const seat of ['SEAT 0: FOCAL (FOCAL)', 'SEAT 1: WRITER', 'SEAT 2: WRITER'])
        await page
          .getByText(new RegExp(`sub-agent: ${seat.replace(/[()]/g, '.')}`, 'i'))
          .first()
          .waitFor()
      for (const reading of ['stated PWR', 'represented PWR', 'revealed PWR', 'revealed D'])
        await page.getByText(reading, { exact: true }).first().waitFor({ state: 'attached' })
      expect(errors).toEqual([])
    } finally {
      await browser.close()
      viewer.kill()
      await once(viewer, 'exit')
    }
  }, 120_000)
})
