import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openWatched } from '../../../arena/viewer/folder.ts'
import { readHead } from '../../../arena/viewer/lines.ts'
import { type Serving, serve } from '../../../arena/viewer/server.ts'
import type { Watched } from '../../../arena/viewer/watched.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { kl } from '../../../interventions/kl.ts'
import { folder, played, remove, writeMatches } from './viewer.ts'

const PAGE = { 'index.html': '', 'app.js': '', 'app.css': '' }
const env = boardroom()
const root = folder()
afterAll(() => remove(root))

const RESULT = { id: { arm: 'control', regime: 'full', foundation: 0 }, env: 'boardroom', path: [] }

/** A finished study of so many jobs, as far as a viewer reads it. */
function study(name: string, manifest: object = {}, jobs = 2): string {
  const path = join(root, name)
  mkdirSync(path)
  const arms = { control: { regimes: ['full'] } }
  const own = { id: 's', question: 'why', env: { id: 'boardroom' }, settings: { foundations: jobs }, arms }
  writeFileSync(join(path, 'study.json'), JSON.stringify(own))
  const plugins = [{ kind: 'env', id: 'boardroom', version: env.version }]
  const whole = { hash: 'h'.repeat(64), identity: { study: { id: 's' } }, plugins, files: [], ...manifest }
  writeFileSync(join(path, 'manifest.json'), JSON.stringify(whole))
  for (let i = 0; i < jobs; i++) {
    const job = join(path, 'jobs', `control.full.${i}`)
    mkdirSync(job, { recursive: true })
    writeMatches(join(job, 'matches.jsonl'), env, played(env, 1))
    writeFileSync(join(job, 'result.json'), JSON.stringify({ ...RESULT, id: { ...RESULT.id, foundation: i } }))
  }
  return path
}

describe('a run of a study file', () => {
  it('is watched whatever became of the file, where its envs and interventions ship', async () => {
    const file = join(root, 'mine.ts')
    writeFileSync(file, 'edited since, and no study any more')
    const plugins = [
      { kind: 'env', id: 'boardroom', version: env.version },
      { kind: 'intervention', id: 'kl', version: kl.spec.version },
    ]
    for (const path of [file, join(root, 'gone.ts')]) {
      const run = study(`of ${basename(path)}`, { plugins, files: [{ path, sha256: '1'.repeat(64) }] })
      const watched = await openWatched(run, false, [])
      expect(watched.matches('control.full.0').matches).toHaveLength(1)
    }
  })
})

describe('a folder is data', () => {
  const marker = join(root, 'ran')
  const planted = join(root, 'planted.mjs')
  beforeAll(() =>
    writeFileSync(planted, `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(marker)}, '')\n`),
  )
  const manifest = (sha256: string | null) => ({
    plugins: [{ kind: 'env', id: 'casino', version: 1 }],
    files: [{ path: planted, sha256 }],
  })

  it('no file that it names is run, with a hash or without', async () => {
    for (const sha256 of ['0'.repeat(64), null])
      await expect(openWatched(study(`named ${sha256}`, manifest(sha256)), false, [])).rejects.toThrow(
        `--plugin FILE (the run was made with ${planted}); no file is run because a folder names it`,
      )
    expect(existsSync(marker)).toBe(false)
  })
  it('one that a person names is run only if it is the one that the run was made with', async () => {
    const other = study('other', manifest('0'.repeat(64)))
    await expect(openWatched(other, false, [planted])).rejects.toThrow('expected the file the run was made with')
    expect(existsSync(marker)).toBe(false)
    // A run that recorded no hash of it leaves the choice to the person: the file is run, and has no such env.
    await expect(openWatched(study('unknown', manifest(null)), false, [planted])).rejects.toThrow('none of that id')
    expect(existsSync(marker)).toBe(true)
  })
})

describe('a replay', () => {
  it('that does not give the scores of the record is shown with both', async () => {
    const file = join(root, 'edited.jsonl')
    writeMatches(file, env, played(env, 2))
    const [head, first, second] = readFileSync(file, 'utf8').trimEnd().split('\n')
    const row = JSON.parse(first)
    const edited = JSON.stringify({ ...row, scores: row.scores.map((score: number) => score + 1) })
    writeFileSync(file, `${[head, edited, second].join('\n')}\n`)
    const { matches } = (await openWatched(file, false, [])).matches('edited.jsonl')
    expect(matches[0].replayed).toEqual(row.scores)
    expect(matches[0].scores).not.toEqual(row.scores)
    expect(matches[1].replayed).toBeUndefined()
  })
})

describe('files that do not read', () => {
  it('take nothing else with them', async () => {
    const path = study('broken')
    writeFileSync(join(path, 'jobs', 'control.full.0', 'result.json'), '{')
    writeFileSync(join(path, 'summary.json'), 'null')
    const watched = await openWatched(path, false, [])
    const { jobs, verdicts } = watched.run()
    expect(verdicts).toEqual([])
    expect(jobs.map(({ folder: name, problem }) => [name, problem === undefined])).toEqual([
      ['control.full.0', false],
      ['control.full.1', true],
    ])
    expect(watched.matches('control.full.1').matches).toHaveLength(1)
    expect(() => watched.matches('control.full.0')).toThrow('expected a job that reads')
  })
  it('a manifest that is none is refused by name', async () => {
    const path = join(root, 'empty')
    mkdirSync(path)
    writeFileSync(join(path, 'manifest.json'), '{}')
    await expect(openWatched(path, false, [])).rejects.toThrow(/empty\/manifest.json: expected the manifest of a run/)
  })
})

describe('what is no plain file', () => {
  it('is not followed, waited for or read whole', async () => {
    const path = study('linked')
    const outside = join(root, 'outside.jsonl')
    writeMatches(outside, env, played(env, 1))
    mkdirSync(join(path, 'played'))
    symlinkSync(outside, join(path, 'played', 'link.jsonl'))
    execFileSync('mkfifo', [join(path, 'played', 'pipe.jsonl')])
    symlinkSync(join(path, 'jobs', 'control.full.0'), join(path, 'jobs', 'control.full.7'))
    const { jobs } = (await openWatched(path, false, [])).run()
    expect(jobs.map(({ folder: name }) => name)).toEqual(['control.full.0', 'control.full.1'])
    const long = join(root, 'long.jsonl')
    writeFileSync(long, `{"env":"${'x'.repeat(2 << 20)}"}\n`)
    expect(() => readHead(long)).toThrow('line 1: expected a match as JSON')
  })
})

describe('clients', () => {
  let watched: Watched
  let serving: Serving
  const said: string[] = []
  beforeAll(async () => {
    const file = join(root, 'some.jsonl')
    writeMatches(file, env, played(env, 1))
    watched = await openWatched(file, false, [])
    serving = await serve(watched, PAGE, 0)
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await serving.close()
  })
  const post = (body: string) =>
    fetch(`${serving.url}play`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: serving.url.slice(0, -1) },
      body,
    })
  /** What is sent by hand, and how long the connection lived, s. */
  const raw = (text: string, leave: boolean) =>
    new Promise<number>((done) => {
      const from = performance.now()
      const socket = connect(serving.port, '127.0.0.1', () => {
        socket.write(text)
        if (leave) setTimeout(() => socket.destroy(), 50)
      })
      socket.resume()
      socket.on('error', () => {})
      socket.on('close', () => done((performance.now() - from) / 1000))
    })
  const HEAD = () =>
    `POST /play HTTP/1.1\r\nHost: 127.0.0.1:${serving.port}\r\nOrigin: ${serving.url.slice(0, -1)}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{'

  it('may send so many bytes, whatever characters they are', async () => {
    expect((await post(JSON.stringify('ü'.repeat(9000)))).status).toBe(413)
    expect((await post(JSON.stringify('u'.repeat(9000)))).status).toBe(400)
  })
  it('that leave in the middle leave no trace', async () => {
    await raw(HEAD(), true)
    await new Promise((done) => setTimeout(done, 100))
    expect(said.join('')).not.toContain('defect')
  })
  it('that are slow are let go after ten seconds', async () => {
    const seconds = await raw(HEAD(), false)
    expect(seconds).toBeGreaterThan(8)
    expect(seconds).toBeLessThan(14)
  }, 20_000)
  it('cannot take the match of another: none that is played gives way', async () => {
    const agents = Array(env.seats).fill('random')
    const open = () => post(JSON.stringify({ env: 'boardroom', seat: 0, agents }))
    for (let i = 0; i < 32; i++) expect((await open()).status).toBe(200)
    const more = await open()
    expect([more.status, await more.text()]).toEqual([503, expect.stringContaining('finish one first')])
  })
})
