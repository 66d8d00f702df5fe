import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunData } from '../../../arena/viewer/data.ts'
import { openWatched } from '../../../arena/viewer/folder.ts'
import { type Serving, serve } from '../../../arena/viewer/server.ts'
import type { Watched } from '../../../arena/viewer/watched.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { folder, played, remove, writeMatches } from './viewer.ts'

const PAGE = { 'index.html': '', 'app.js': '', 'app.css': '' }
const env = boardroom()
let root: string
let watched: Watched
let serving: Serving

/** The folder of a study as it grows, as far as a viewer reads it. */
beforeAll(async () => {
  root = folder()
  const study = { id: 's', question: 'why', env: { id: 'boardroom' }, settings: { foundations: 1 } }
  writeFileSync(join(root, 'study.json'), JSON.stringify({ ...study, arms: { control: { regimes: ['full'] } } }))
  const plugins = [{ kind: 'env', id: 'boardroom', version: env.version }]
  writeFileSync(
    join(root, 'manifest.json'),
    JSON.stringify({ hash: 'h'.repeat(64), identity: { study: { id: 's' } }, plugins, files: [] }),
  )
  watched = await openWatched(root, true, [])
  serving = await serve(watched, PAGE, 0)
})
afterAll(async () => {
  await serving.close()
  remove(root)
})

const job = (name: string) => join(root, 'jobs', name)

/** A job as a worker writes it: aside, whole once its result is there. */
function running(name: string): void {
  mkdirSync(job(name), { recursive: true })
  writeMatches(join(job(name), 'matches.jsonl'), env, played(env, 2))
  writeFileSync(
    join(job(name), 'events.jsonl'),
    `${JSON.stringify({ type: 'phase.started', trial: 'control.full.0' })}\n`,
  )
}

const result = { id: { arm: 'control', regime: 'full', foundation: 0 }, env: 'boardroom', path: [] }

describe('a study that is watched while it goes on', () => {
  it('is read in its place once it is whole and renamed, whatever was looked at between', () => {
    running('.tmp-1-control.full.0')
    expect(watched.run().jobs).toMatchObject([{ folder: 'control.full.0', state: 'running' }])
    writeFileSync(join(job('.tmp-1-control.full.0'), 'result.json'), JSON.stringify(result))
    expect(watched.run().jobs).toMatchObject([{ state: 'finished' }])
    expect(watched.matches('control.full.0').matches).toHaveLength(2)
    renameSync(job('.tmp-1-control.full.0'), job('control.full.0'))
    expect(watched.run().jobs).toMatchObject([{ folder: 'control.full.0', state: 'finished' }])
    expect(watched.matches('control.full.0').matches).toHaveLength(2)
  })

  it('tells open pages of new jobs, of jobs that are gone, and of verdicts, and outlives what does not read', async () => {
    const told = new AbortController()
    const response = await fetch(`${serving.url}data/live`, { signal: told.signal })
    const next = eventsOf(response)
    const folders = ({ jobs }: Pick<RunData, 'jobs'>) => jobs.map(({ folder: name }) => name)
    expect(await next()).toMatchObject({ event: 'run', data: { verdicts: [] } })
    cpSync(job('control.full.0'), job('punished.full.0'), { recursive: true })
    const { event, data } = await next()
    expect([event, folders({ jobs: data })]).toEqual(['jobs', ['punished.full.0']])
    rmSync(job('punished.full.0'), { recursive: true })
    const gone = await next()
    expect([gone.event, folders(gone.data)]).toEqual(['run', ['control.full.0']])
    writeFileSync(join(root, 'summary.json'), '{"arms": {"con')
    await new Promise((done) => setTimeout(done, 1500))
    expect((await fetch(`${serving.url}`)).status).toBe(200)
    const arms = { control: { full: { verdict: { word: 'smoke run' } } } }
    writeFileSync(join(root, 'summary.json'), JSON.stringify({ arms }))
    expect((await next()).data.verdicts).toEqual([{ arm: 'control', regime: 'full', effect: '', word: 'smoke run' }])
    told.abort()
    while (serving.watchers() > 0) await new Promise((done) => setTimeout(done, 10))
  })
})

/** Server-sent events, one at a call. */
function eventsOf(response: Response): () => Promise<{ event: string; data: any }> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return async () => {
    while (!text.includes('\n\n')) text += decoder.decode((await reader.read()).value)
    const [first] = text.split('\n\n', 1)
    text = text.slice(first.length + 2)
    const [, event, data] = /^event: (.*)\ndata: (.*)$/s.exec(first) as unknown as [string, string, string]
    return { event, data: JSON.parse(data) }
  }
}
