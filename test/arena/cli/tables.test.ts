import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENTS, TABLES, type TableSpec } from '../../../arena/tables/schema.ts'
import { folder, lines, mettle, SMALL } from './mettle.ts'
import { wholeRun } from './whole.ts'

/** A Python that can read zstd; Debian's has it in python3-zstandard. */
const python = ['python3', '/usr/bin/python3'].find((name) =>
  ['import zstandard', 'from compression import zstd'].some((code) => spawnSync(name, ['-c', code]).status === 0),
)

describe('the tables of a run', () => {
  const at = folder()
  const line = lines(at.path)
  afterAll(() => {
    line.close()
    at.remove()
  })
  const run = join(at.path, 'run')
  const ask = async (sql: string) => {
    const { code, stdout, stderr } = await line.run('sql', run, sql, '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as { columns: string[]; rows: any[][] }
  }
  let summary: any
  beforeAll(async () => {
    await wholeRun(at.path, 'run')
    summary = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8'))
  }, 120_000)

  it('hold the columns that the schema says, in its order', async () => {
    for (const [name, { columns, wide }] of Object.entries(TABLES) as [string, TableSpec][]) {
      const { columns: found, rows } = await ask(`select * from ${name}`)
      expect(found.slice(0, Object.keys(columns).length), name).toEqual(Object.keys(columns))
      expect(found.length > Object.keys(columns).length, name).toBe(wide !== undefined)
      expect(rows.length, name).toBeGreaterThan(0)
    }
  })

  it('hold the documented columns of events first, whichever were written', async () => {
    const { columns, rows } = await ask('select * from events')
    expect(columns).toEqual(Object.keys(EVENTS))
    expect(rows.length).toBeGreaterThan(0)
    const { rows: policy } = await ask(`select metrics."losses/policy" from events where type = 'update.applied'`)
    expect(policy.length).toBeGreaterThan(0)
    const { rows: shown } = await ask('show tables')
    const earlier = Object.values(TABLES as Record<string, TableSpec>).flatMap(({ was }) => was ?? [])
    expect(shown.flat().sort()).toEqual([...Object.keys(TABLES), ...earlier, 'events'].sort())
  })

  it('hold them with no event written as well', async () => {
    const silent = join(at.path, 'silent')
    cpSync(run, silent, { recursive: true })
    for (const job of readdirSync(join(silent, 'jobs'))) writeFileSync(join(silent, 'jobs', job, 'events.jsonl'), '')
    const { stdout } = await line.run('sql', silent, 'select * from events', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ columns: Object.keys(EVENTS), rows: [] })
    const { code, stderr } = await line.run('sql', silent, `select avg(value) from events where type = 'x'`)
    expect(code, stderr).toBe(0)
  })

  it('give null for a float that is no number, and refuse an empty question', async () => {
    const { rows } = await ask(`select 'nan'::double, '-inf'::float, ['nan'::double, 1.5], {'a': 'inf'::double}, 'NaN'`)
    expect(rows).toEqual([[null, null, [null, 1.5], { a: null }, 'NaN']])
    for (const empty of ['', ' ', ';']) {
      const { code, stdout, stderr } = await line.run('sql', run, empty)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^mettle: sql: expected a question, got an empty one/)
    }
  })

  it('give the drag of the summary again', async () => {
    const { rows } = await ask(`
      with level as (
        select arm, regime, foundation, trait, sum(if(stage = 'after', value, -value)) as change
        from traits where reading = 'revealed' and context = 'neutral' group by all),
      drag as (
        select a.regime, a.trait, avg(a.change - (a.change + b.change) / 2) as drag
        from level a join level b using (regime, foundation, trait)
        where a.arm = 'control' and b.arm = 'punished' group by all)
      select trait, drag from drag where regime = 'full'`)
    const { drag } = summary.arms.control.full
    for (const name of Object.keys(drag)) {
      const found = rows.find(([trait]) => trait === name)?.[1]
      expect(found, name).toBeCloseTo(drag[name].final.revealed.neutral.estimate, 12)
    }
  })

  it('give raw rates, reward and power of the summary again', async () => {
    const { rows: raw } = await ask(`
      select avg(change / rawSd) from (
        select foundation, sum(if(stage = 'after', value, -value)) as change from rates
        where arm = 'control' and regime = 'full' and context = 'neutral' and rate = 'raw' group by foundation)
      join (select distinct foundation, rawSd from calibration) using (foundation)`)
    const { rows: paid } = await ask(`
      select avg(rewardAfter - rewardBefore), avg(powerAfter - powerBefore) from trials
      where arm = 'control' and regime = 'full'`)
    const { raw: expected, reward, power } = summary.arms.control.full
    expect(raw[0][0]).toBeCloseTo(expected.estimate, 12)
    expect(paid[0][0]).toBeCloseTo(reward.estimate, 12)
    expect(paid[0][1]).toBeCloseTo(power.estimate, 12)
  })

  it('hold policies that sum to 1, and what DuckDB counts as numbers', async () => {
    const { rows } = await ask(`
      select count(*), min(total), max(total) from (
        select sum(probability) as total from responses group by arm, regime, foundation, context, env, item)`)
    const [[items, least, most]] = rows
    expect(items).toBeGreaterThan(100)
    expect(least).toBeCloseTo(1, 5)
    expect(most).toBeCloseTo(1, 5)
  })

  it('come with a profile whose parts sum to the time of the jobs', () => {
    const { profile, jobs } = summary.timing
    const total = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0)
    expect(total(profile)).toBeCloseTo(total(jobs), 1)
    expect(profile.network).toBeGreaterThan(profile.env)
    for (const name of ['env', 'writers', 'network', 'interventions', 'logging', 'measuring'])
      expect(profile[name], name).toBeGreaterThan(0)
  })

  it.skipIf(!python)('give the headline again to plain Python (needs Python with zstandard)', () => {
    const script = fileURLToPath(new URL('../../../docs/headline.py', import.meta.url))
    const found = JSON.parse(execFileSync(python as string, [script, run, '--json'], { encoding: 'utf8' }))
    const close = (own: any, expected: any) => {
      expect(own.estimate).toBeCloseTo(expected.estimate, 12)
      own.interval.forEach((bound: number, i: number) => void expect(bound).toBeCloseTo(expected.interval[i], 6))
    }
    for (const [arm, regimes] of Object.entries<any>(summary.arms))
      for (const [regime, cell] of Object.entries<any>(regimes)) {
        const own = found[arm][regime]
        const drag = cell.drag.D.final.revealed.neutral
        close(own.change, cell.change.D)
        expect([own.drag === undefined, own.effect === undefined], `${arm} ${regime}`).toEqual([
          drag.estimate === null,
          cell.effect.estimate === null,
        ])
        if (own.drag) close(own.drag, drag)
        if (own.effect) close(own.effect, cell.effect)
      }
  })

  it.skipIf(!python)('are missed in words by the script where there are none (needs Python with zstandard)', () => {
    const script = fileURLToPath(new URL('../../../docs/headline.py', import.meta.url))
    const ask = (folder: string) => {
      const { status, stdout, stderr } = spawnSync(python as string, [script, folder], { encoding: 'utf8' })
      return [status, stdout, stderr]
    }
    const nowhere = join(at.path, 'nowhere')
    expect(ask(nowhere)).toEqual([1, '', `headline.py: expected the folder of a run, got nothing there: ${nowhere}\n`])
    expect(ask(at.path)[2]).toContain('got a folder without study.json')
    const early = join(at.path, 'early')
    cpSync(run, early, { recursive: true })
    rmSync(join(early, 'tables'), { recursive: true })
    expect(ask(early)[2]).toContain('got one without tables/traits.parquet')
  })

  it.skipIf(!python)('give it to the notebook as well (needs Python with zstandard)', () => {
    const docs = fileURLToPath(new URL('../../../docs', import.meta.url))
    const { cells } = JSON.parse(readFileSync(join(docs, 'headline.ipynb'), 'utf8'))
    const code = cells.filter((cell: any) => cell.cell_type === 'code').map((cell: any) => cell.source.join(''))
    const env = { ...process.env, METTLE_DOCS: docs, METTLE_RUN: run, PYTHONDONTWRITEBYTECODE: '1' }
    const out = execFileSync(python as string, ['-c', code.join('\n')], { encoding: 'utf8', env })
    const { estimate } = summary.arms.control.full.change.D
    expect(out).toMatch(
      new RegExp(`control\\s+full\\s+change\\s+\\${estimate < 0 ? '-' : '+'}${Math.abs(estimate).toFixed(3)}`),
    )
    expect(out.split('\n').filter((line) => line.startsWith('control '))).toHaveLength(5)
  })

  it('refuse what is no run, and what is no question', async () => {
    const nowhere = await line.run('sql', 'nowhere', 'select 1')
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr).toContain('nowhere: expected the folder of a run, got nothing there')
    const typo = await line.run('sql', run, 'select trai from traits')
    expect(typo.code).toBe(2)
    expect(typo.stderr).toMatch(/trai.*\n.*trait/s)
    expect(typo.stdout).toBe('')
  })

  it('are refused by name when a file is damaged, and said to be missing before the run has ended', async () => {
    cpSync(run, join(at.path, 'damaged'), { recursive: true })
    const [job] = readdirSync(join(at.path, 'damaged/jobs')).filter((name) => name.startsWith('control'))
    writeFileSync(join(at.path, 'damaged/jobs', job, 'updates.parquet'), '')
    const damaged = await line.run('sql', 'damaged', 'select 1')
    expect(damaged.code).toBe(2)
    expect(damaged.stderr).toMatch(/sql damaged: expected a table updates that reads, got .*updates.parquet/)
    rmSync(join(at.path, 'damaged/jobs', job), { recursive: true })
    rmSync(join(at.path, 'damaged/tables'), { recursive: true })
    const early = await line.run('sql', 'damaged', 'select * from traits')
    expect(early.stderr).toContain('The tables of the run are written when it comes to its end')
  })

  it('print as columns for people', async () => {
    const { stdout } = await mettle(
      at.path,
      'sql',
      run,
      "select distinct matrix, foundation from covariance where matrix like 'po%' order by all",
    )
    expect(stdout).toBe(
      [
        'matrix              foundation',
        'population          0',
        'population          1',
        'posterior.imitated  0',
        'posterior.imitated  1',
        'posterior.narrowed  0',
        'posterior.narrowed  1',
        '',
      ].join('\n'),
    )
  })
})

it('headline.py says in a line how to get zstd, where a Python has none', () => {
  const bare = ['python3', '/usr/bin/python3'].find(
    (name) => spawnSync(name, ['-I', '-S', '-c', 'import struct']).status === 0,
  )
  if (!bare || spawnSync(bare, ['-I', '-S', '-c', 'from compression import zstd']).status === 0) return
  const script = fileURLToPath(new URL('../../../docs/headline.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(bare, ['-I', '-S', script, 'runs/latest'], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^headline\.py: expected a Python that reads zstd, got .+ without it\. Do one of: .+\n$/)
  expect(stderr).toContain('-m pip install zstandard')
  expect(readFileSync(script, 'utf8').split('\n').slice(0, 8).join('\n')).toContain('pip install zstandard')
})

it('--events refuses a level that there is not', async () => {
  const at = folder()
  const { code, stderr } = await mettle(at.path, 'study', 'tiny', ...SMALL, '--events', 'loud')
  at.remove()
  expect([code, stderr]).toEqual([2, 'mettle: --events: expected one of none, facts, all, got loud\n'])
})
