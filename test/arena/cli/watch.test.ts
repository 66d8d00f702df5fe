import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunData } from '../../../arena/viewer/data.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { played, writeMatches } from '../viewer/viewer.ts'
import { folder, lines, mettle, start } from './mettle.ts'

const { path: cwd, remove } = folder()
const { run: line, close } = lines(cwd)
beforeAll(() => writeMatches(join(cwd, 'some.jsonl'), boardroom(), played(boardroom(), 2)))
afterAll(() => {
  close()
  remove()
})

describe('mettle watch', () => {
  it('prints where it serves, on loopback alone, refuses that port to another, and ends on Ctrl-C', async () => {
    const { child, ended, saw } = start(cwd, 'watch', 'some.jsonl', '--json')
    let text = ''
    child.stdout?.on('data', (chunk) => (text += chunk))
    await saw('Watching; Ctrl-C ends it.')
    const { schema, url } = JSON.parse(text)
    expect([schema, url]).toEqual([1, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)])
    const run = (await (await fetch(`${url}data/run.json`)).json()) as RunData
    expect(run.jobs.map(({ folder: name }) => name)).toEqual(['some.jsonl'])
    expect(await (await fetch(`${url}app.js`)).text()).toContain('boardroom')
    const taken = await line('watch', 'some.jsonl', '--port', new URL(url).port)
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('expected a port that is free')])
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  it('exports a page and stops; where something stands already it writes nothing', async () => {
    const first = await mettle(cwd, 'watch', 'some.jsonl', '--export', 'site', '--json')
    expect([first.code, JSON.parse(first.stdout)]).toEqual([0, { schema: 1, exported: 'site', jobs: 1 }])
    for (const name of ['index.html', 'app.js', 'app.css', 'data/run.js', 'data/matches/some.jsonl.js'])
      expect(existsSync(join(cwd, 'site', name)), name).toBe(true)
    const again = await line('watch', 'some.jsonl', '--export', 'site')
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('expected a new or empty folder')])
  })

  it.each([
    ['nowhere', [], 'nothing there'],
    ['some.jsonl', ['--live', '--export', 'other'], '--live too'],
    ['some.jsonl', ['--played'], '--played: expected an export'],
    ['some.jsonl', ['--port', '70000'], '--port'],
    ['some.jsonl', ['--plugin', './none.ts'], 'none.ts'],
    ['notes', [], 'notes, line 1: expected a match as JSON'],
  ])('refuses %s %j', async (run, flags, reason) => {
    writeFileSync(join(cwd, 'notes'), 'of the week\n')
    const { code, stdout, stderr } = await line('watch', run, ...flags)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(reason)])
    expect(existsSync(join(cwd, 'other'))).toBe(false)
  })
})
