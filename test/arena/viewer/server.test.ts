import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS } from '../../../arena/entrants/catalog.ts'
import type { Page } from '../../../arena/viewer/bundle-page.ts'
import type { RunData } from '../../../arena/viewer/data.ts'
import { exportTo } from '../../../arena/viewer/export.ts'
import { openWatched } from '../../../arena/viewer/folder.ts'
import { pluginsOf } from '../../../arena/viewer/plugins.ts'
import type { Seat } from '../../../arena/viewer/seat.ts'
import { type Serving, serve } from '../../../arena/viewer/server.ts'
import type { Watched } from '../../../arena/viewer/watched.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { folder, played, remove, writeMatches } from './viewer.ts'

const PAGE: Page = { 'index.html': '<p>page</p>', 'app.js': '', 'app.css': '' }
const env = boardroom()
let root: string
let watched: Watched
let serving: Serving

beforeAll(async () => {
  root = folder()
  const file = join(root, 'some.jsonl')
  writeMatches(file, env, played(env, 3))
  writeFileSync(join(root, 'secret.json'), '{"secret":1}')
  watched = await openWatched(file, false, [])
  serving = await serve(watched, PAGE, 0)
})
afterAll(async () => {
  await serving.close()
  remove(root)
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** As written, where fetch would tidy the path and refuse to set a Host. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options
  return new Promise((done, failed) => {
    const own = { host: `127.0.0.1:${serving.port}`, ...headers }
    const sent = request(
      { port: serving.port, host: '127.0.0.1', path, method, headers: own, setHost: false },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => done({ status: response.statusCode ?? 0, body: text, headers: response.headers }))
      },
    )
    sent.on('error', failed)
    sent.end(body)
  })
}

const own = () => ({ origin: `http://127.0.0.1:${serving.port}`, 'content-type': 'application/json' })
const post = (path: string, body: unknown, headers: Record<string, string> = own()) =>
  ask(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })

describe('the endpoint reads what is on its list and nothing else', () => {
  it('serves the page, the run and its matches, on loopback', async () => {
    expect(serving.url).toBe(`http://127.0.0.1:${serving.port}/`)
    expect((await ask('/')).body).toBe('<p>page</p>')
    const run = JSON.parse((await ask('/data/run.json')).body) as RunData
    expect(run).toMatchObject({ kind: 'matches', live: false, jobs: [{ folder: 'some.jsonl', env: 'boardroom' }] })
    const { matches } = JSON.parse((await ask('/data/matches/some.jsonl.json')).body)
    expect(matches).toHaveLength(3)
    expect(matches[0].facts).toMatchObject({ actions: matches[0].actions.length / 2, rank: expect.any(Number) })
  })

  it.each([
    '/data/matches/../secret.json',
    '/data/matches/..%2fsecret.json',
    '/data/matches/..\\secret.json',
    '/data/matches/secret.json',
    '/data/matches/%2e%2e/secret.json',
    '/data/matches/__proto__.json',
    '/data/matches/constructor.json',
    '/data/matches/toString.json',
    '/../../etc/passwd',
    '/secret.json',
    '/toString',
    '/__proto__',
    '/data/play/../run.json',
    '//data/run.json',
  ])('%s is not there', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret"')
  })

  it.each([
    ['a name of another site', { host: 'evil.example' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['no host', { host: '' }],
    ['a page of another site', { origin: 'http://evil.example' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a fetch from another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s', async (_what, headers) => {
    expect((await ask('/data/run.json', { headers })).status).toBe(403)
  })

  it('changes something only for its own page, as JSON, and not much of it', async () => {
    const sit = { env: 'boardroom', seat: 0, agents: ['random', 'random', 'random'] }
    expect((await post('/play', sit, { 'content-type': 'application/json' })).status).toBe(403)
    expect((await post('/play', sit, { ...own(), origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('/play', sit, { ...own(), 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('/play', 'x'.repeat(20_000))).status).toBe(413)
    expect((await post('/play', '{')).status).toBe(400)
    expect((await ask('/', { method: 'DELETE' })).status).toBe(405)
    for (const wrong of [
      null,
      7,
      {},
      { ...sit, env: '__proto__' },
      { ...sit, seat: 9 },
      { ...sit, agents: ['random'] },
      { ...sit, agents: ['/etc/passwd', '../x', 'toString'] },
    ])
      expect((await post('/play', wrong)).status).toBe(400)
    expect((await post('/play/00000000-0000-0000-0000-000000000000', { action: 0 })).status).toBe(404)
  })

  it('says in every answer that nothing comes from elsewhere', async () => {
    const { headers } = await ask('/')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('a person at the table', () => {
  const open = async (seat = 1) => {
    const agents = ['tyrant', 'random', 'saint']
    const { status, body } = await post('/play', { env: 'boardroom', seat, agents })
    expect(status, body).toBe(200)
    return JSON.parse(body) as { id: string; view: Seat }
  }

  it('plays to the end by legal moves; the match is kept like any other and replays', async () => {
    let { id, view } = await open()
    expect(view.names).toEqual(['tyrant', 'you', 'saint'])
    for (let i = 0; i < 100 && !view.over; i++) {
      const [{ action }] = view.legal
      view = JSON.parse((await post(`/play/${id}`, { action, after: i })).body).view
      expect(view.decided).toBe(i + 1)
    }
    expect(view.over).toBe(true)
    const kept = await openWatched(join(root, 'played', view.kept as string), false, [])
    const { matches } = kept.matches(view.kept as string)
    expect(matches[0]).toMatchObject({ seats: ['tyrant', 'you', 'saint'], focal: 1, scores: view.scores })
  })

  it('hears nothing of what others hold, nor of the chance to come', async () => {
    const { id, view } = await open(0)
    const text = JSON.stringify(view)
    expect(text).not.toMatch(/seed|prngstate/)
    expect(view.G.executives.slice(1).every((each: { values: number[] }) => each.values.length === 0)).toBe(true)
    expect(view.scores.slice(1)).toEqual([null, null])
    expect(view.power.slice(1)).toEqual([null, null])
    expect(Object.keys(view.ctx.activePlayers ?? {})).toEqual(['0'])
    const next = JSON.parse((await post(`/play/${id}`, { action: view.legal[0].action, after: 0 })).body).view as Seat
    expect(next.done.every(({ seat }) => seat === 0)).toBe(true)
  })

  it('is refused what is not legal now, and the match stands as it was', async () => {
    const { id, view } = await open()
    const [{ action: legal }] = view.legal
    for (const action of [99, -1, 1.5, 'toString', null, undefined, {}, String(legal), [legal]])
      expect((await post(`/play/${id}`, { action, after: 0 })).status).toBe(400)
    for (const after of [undefined, 1, -1, '0']) {
      const { status, body } = await post(`/play/${id}`, { action: legal, after })
      expect([status, JSON.parse(body).error]).toEqual([409, 'this seat has decided meanwhile: look again'])
    }
    expect(JSON.parse((await ask(`/data/play/${id}.json`)).body).view).toEqual(view)
  })
})

describe('who is offered', () => {
  it('are personas, search and the bots that know the env; a bot of another is refused', async () => {
    const file = join(root, 'prison.jsonl')
    writeMatches(file, dilemma(), played(dilemma(), 1))
    const other = await serve(await openWatched(file, false, []), PAGE, 0)
    const playable = await (await fetch(`${other.url}data/play.json`)).json()
    expect(playable).toMatchObject([{ env: 'dilemma', seats: 2 }])
    expect(playable[0].agents).toEqual(expect.arrayContaining(['tyrant', 'random', 'mcts', 'tit-for-tat']))
    const sit = (agent: string) =>
      fetch(`${other.url}play`, {
        method: 'POST',
        headers: { origin: other.url.slice(0, -1), 'content-type': 'application/json' },
        body: JSON.stringify({ env: 'dilemma', seat: 0, agents: ['random', agent] }),
      })
    expect([(await sit('tit-for-tat')).status, (await sit('artisan')).status]).toEqual([200, 400])
    // Who answers later is not offered: a page would wait for it, and nobody watching may start a program.
    const outside = AGENTS.filter(({ spec }) => spec.kind === 'model' || spec.kind === 'process')
    expect(outside.length).toBeGreaterThan(0)
    for (const { spec } of outside) {
      expect(playable[0].agents).not.toContain(spec.id)
      const refused = await sit(`${spec.id}:true`)
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('an agent on offer')])
    }
    await other.close()
    const boardroomers = JSON.parse((await ask('/data/play.json')).body)[0].agents
    expect(boardroomers).not.toContain('tit-for-tat')
  })
})

describe('what else lies in `played/`', () => {
  it('a file that does not read says so in its place, and one that is being written is not there', async () => {
    writeFileSync(join(root, 'played', 'empty.jsonl'), '')
    writeFileSync(join(root, 'played', '.tmp-1-half.jsonl'), '{')
    const { jobs } = JSON.parse((await ask('/data/run.json')).body) as RunData
    expect(jobs.map(({ folder: name }) => name)).toContain('empty.jsonl')
    expect(jobs.map(({ folder: name }) => name).filter((name) => name.startsWith('.'))).toEqual([])
    const empty = await ask('/data/matches/empty.jsonl.json')
    expect([empty.status, JSON.parse(empty.body).error]).toEqual([422, expect.stringContaining('empty.jsonl, line 1')])
    expect((await ask('/data/play.json')).status).toBe(200)
    expect((await ask('/data/matches/some.jsonl.json')).status).toBe(200)
    rmSync(join(root, 'played', 'empty.jsonl'))
  })

  it('names are as people give them', async () => {
    const file = join(root, 'my games [1] +ü.jsonl')
    writeMatches(file, env, played(env, 1))
    const other = await serve(await openWatched(file, false, []), PAGE, 0)
    const [{ folder: name }] = ((await (await fetch(`${other.url}data/run.json`)).json()) as RunData).jobs
    const answer = await fetch(`${other.url}data/matches/${encodeURIComponent(name)}.json`)
    expect([answer.status, (await fetch(`${other.url}data/matches/%E0%A4%A.json`)).status]).toEqual([200, 400])
    await other.close()
  })
})

describe('an export', () => {
  it('holds the same data as the endpoint gives, and is refused over other files', async () => {
    const dir = join(root, 'exported')
    expect(exportTo(dir, watched, PAGE, true)).toBe(watched.run().jobs.length)
    const told = readFileSync(join(dir, 'data', 'matches', 'some.jsonl.js'), 'utf8')
    const [, path, matches] = /^\(globalThis\.mettleData \?\?= \{\}\)\[(".*?")\] = (.*)\n$/s.exec(told) ?? []
    expect(JSON.parse(path)).toBe('data/matches/some.jsonl.json')
    expect(JSON.parse(matches)).toEqual(JSON.parse((await ask('/data/matches/some.jsonl.json')).body))
    expect(() => exportTo(dir, watched, PAGE)).toThrow('expected a new or empty folder')
  })
})

describe('a file that is not what it says', () => {
  const lines = () => readFileSync(join(root, 'some.jsonl'), 'utf8').trimEnd().split('\n')
  const bad = (name: string, rows: readonly string[]) => {
    const path = join(root, name)
    writeFileSync(path, `${rows.join('\n')}\n`)
    return path
  }
  const reading = async (path: string) => (await openWatched(path, false, [])).matches(path.split('/').at(-1) as string)

  it('is refused with its line, or the act that the rules refuse', async () => {
    const [head, first, ...rest] = lines()
    await expect(reading(bad('cut.jsonl', [head, first.slice(0, 40), ...rest]))).rejects.toThrow(
      'cut.jsonl, line 2: expected a match as JSON',
    )
    const row = JSON.parse(first)
    await expect(reading(bad('odd.jsonl', [head, JSON.stringify({ ...row, actions: [0] })]))).rejects.toThrow('actions')
    const motive = { policy: [[0, 1]], represented: Array(8).fill(0) }
    for (const [name, wrong] of [
      ['decisions.0.value', { decisions: [{ ...motive, value: 'high' }] }],
      ['decisions.0.narration.token', { decisions: [{ ...motive, narration: { token: 99, probability: 1 } }] }],
      ['focal seat', { focal: 3 }],
      ['as many seats', { seats: ['a'] }],
    ] as const)
      await expect(reading(bad('wrong.jsonl', [head, JSON.stringify({ ...row, ...wrong })]))).rejects.toThrow(name)
    const changed = { ...row, actions: [0, 7, ...row.actions] }
    await expect(reading(bad('changed.jsonl', [head, JSON.stringify(changed)]))).rejects.toThrow(
      'match 0: expected a match that can be played again, got act 1',
    )
    await expect(reading(bad('none.jsonl', ['{}']))).rejects.toThrow('expected env, version and params')
    await expect(openWatched(join(root, 'nowhere'), false, [])).rejects.toThrow('nothing there')
  })

  it('is refused where rules have another version now, or the env is not known', async () => {
    const [head, ...rest] = lines()
    const made = JSON.parse(head)
    const older = bad('older.jsonl', [JSON.stringify({ ...made, version: 0 }), ...rest])
    await expect(openWatched(older, false, [])).rejects.toThrow(
      'env boardroom: expected version 0, which the matches were played with, got version 1',
    )
    const file = 'test/arena/viewer/plugins/coin.ts'
    const other = { plugins: [], files: [{ path: file, sha256: '0'.repeat(64) }], named: [file] }
    await expect(pluginsOf(other)).rejects.toThrow(
      `${file}: expected the file the run was made with (sha256 000000000000…)`,
    )
    const strange = bad('strange.jsonl', [JSON.stringify({ ...made, env: 'casino' }), ...rest])
    await expect(openWatched(strange, false, [])).rejects.toThrow('--plugin FILE')
  })
})
