import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWatched } from '../../../arena/viewer/folder.ts'
import { folder, lines, SMALL } from './mettle.ts'
import { wholeRun } from './whole.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)
afterAll(() => {
  close()
  remove()
})
const old = join(cwd, 'old')

/** A match as builds before 0.2 wrote it. */
function before({ decisions, ...match }: { decisions?: { narration?: unknown }[] }): object {
  return { ...match, motives: decisions?.map(({ narration, ...each }) => ({ ...each, said: narration })) }
}

/** A run as an older build left it: its own build hash, table and keys of matches. */
beforeAll(async () => {
  await wholeRun(cwd)
  cpSync(join(cwd, 'whole'), old, { recursive: true })
  const manifest = join(old, 'manifest.json')
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace(/"build": "[0-9a-f]{16}"/, '"build": "0123456789abcdef"'),
  )
  for (const job of readdirSync(join(old, 'jobs'))) {
    const at = (file: string) => join(old, 'jobs', job, file)
    renameSync(at('calibration_writers.parquet'), at('sitters.parquet'))
    if (job.startsWith('foundation')) continue
    const [head, ...rows] = readFileSync(at('matches.jsonl'), 'utf8').trimEnd().split('\n')
    const written = rows.map((row) => JSON.stringify(before(JSON.parse(row))))
    writeFileSync(at('matches.jsonl'), `${[head, ...written].join('\n')}\n`)
  }
}, 120_000)

describe('a run of an older build', () => {
  it('can be watched, with what stood behind every decision', async () => {
    const watched = await openWatched(old, false, [])
    const { folder: job } = watched.run().jobs.find(({ arm, regime }) => arm === 'control' && regime === 'full') ?? {
      folder: 'none',
    }
    const [{ decisions, actions, focal }] = watched.matches(job).matches
    expect(decisions).toHaveLength(actions.filter((_, i) => i % 2 === 0 && actions[i] === focal).length)
  })

  it('can be asked in SQL, by the name of a table then and now', async () => {
    for (const table of ['sitters', 'calibration_writers']) {
      const { code, stdout } = await run('sql', 'old', `select count(*) as n from ${table}`, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(stdout).rows[0][0]).toBeGreaterThan(0)
    }
  })

  it('keeps its report, and is refused to be resumed, with the reason', async () => {
    expect(readFileSync(join(old, 'report.html'), 'utf8')).toContain('<html')
    const { code, stdout, stderr } = await run('study', 'tiny', ...SMALL, '--out', 'old')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('build: "0123456789abcdef" →')
    expect(stderr).toContain('Another build of Mettle made it: it can be watched and queried, but not resumed')
  })
})
