import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ask } from '../../../arena/tables/query.ts'
import { resolveTournament } from '../../../arena/tournament/resolve.ts'
import { playTournament } from '../../../arena/tournament/run.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-query-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const folder = (name: string, ...files: string[]) => {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  for (const file of files) writeFileSync(join(path, file), '{}')
  return path
}

it('asks on one thread, so that sums of doubles repeat', async () => {
  const run = folder('study', 'manifest.json')
  const { rows } = await ask(run, "select current_setting('threads')")
  expect(rows).toEqual([[1]])
  const sum = 'select sum(cos(i) * exp(i % 41)) from range(3000000) t(i)'
  expect(await ask(run, sum)).toEqual(await ask(run, sum))
})

it('shows of a tournament its matches, and no table of a study', async () => {
  const empty = folder('none', 'manifest.json', 'tournament.json')
  expect((await ask(empty, 'show tables')).rows).toEqual([])
  const run = folder('tournament', 'manifest.json', 'tournament.json')
  const request = {
    envs: ['dilemma'],
    agents: ['random,tit-for-tat'],
    background: [],
    matches: 2,
    seed: 1,
    set: ['rounds=2'],
  }
  const found = await resolveTournament(request)
  const quiet = { signal: new AbortController().signal, clock: () => 0, breathe: () => undefined, on: () => {} }
  await playTournament(found, { ...quiet, folder: run })
  expect((await ask(run, 'show tables')).rows).toEqual([['matches']])
  const { rows } = await ask(run, 'select purpose, count(*) from matches group by all order by all')
  expect(rows[0]).toEqual(['rating', 4])
  await expect(ask(run, 'select * from traits')).rejects.toThrow('A tournament has one table, matches')
})
