import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHash, type Computed, decidingFiles, PROGRAM } from '../../../arena/program/build.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { INTERVENTIONS } from '../../../interventions/catalog.ts'

const copy = mkdtempSync(join(tmpdir(), 'mettle-build-'))
beforeAll(() => {
  for (const layer of ['envs', 'agents', 'interventions', 'arena'])
    cpSync(join(PROGRAM, layer), join(copy, layer), { recursive: true })
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const roomOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('arena/') ? 2 : 1)
    .join('/')

const ROOMS: Readonly<Record<Computed, readonly string[]>> = {
  study: [
    ...['agents', 'arena/analysis', 'arena/corpus', 'arena/engine', 'arena/measure', 'arena/play', 'arena/program'],
    ...['arena/statistics', 'arena/store', 'arena/study', 'arena/tables', 'arena/trial', 'envs', 'interventions'],
  ],
  tournament: [
    ...[
      'agents',
      'arena/engine',
      'arena/entrants',
      'arena/exploitability',
      'arena/outside',
      'arena/play',
      'arena/program',
    ],
    ...['arena/search', 'arena/statistics', 'arena/store', 'arena/study', 'arena/tournament', 'envs'],
  ],
  battery: [
    ...['agents', 'arena/battery', 'arena/engine', 'arena/entrants', 'arena/measure', 'arena/outside', 'arena/play'],
    ...['arena/program', 'arena/search', 'arena/statistics', 'arena/study', 'envs'],
  ],
  calibration: ['agents', 'arena/engine', 'arena/measure', 'arena/play', 'arena/statistics', 'envs'],
}

describe('the build hash', () => {
  it.each(Object.keys(ROOMS) as Computed[])('of a %s covers what can move its numbers', (computed) => {
    expect([...new Set(decidingFiles(computed).map(roomOf))].sort()).toEqual(ROOMS[computed])
  })

  it('of a study covers every env, every intervention and every statistic that its summary is made of', () => {
    const files = decidingFiles('study')
    for (const { spec } of ENVS) expect(files).toContain(`envs/${spec.id}/env.ts`)
    for (const { spec } of INTERVENTIONS) expect(files).toContain(`interventions/${spec.id}.ts`)
    for (const name of ['equivalence', 'fieller', 'holm', 'interval', 'max-t', 'sign-flip', 'trimmed'])
      expect(files).toContain(`arena/statistics/${name}.ts`)
    expect(files.filter((path) => /board(-\w+)?\.tsx?$|(^|\/)page\/|terminal\//.test(path))).toEqual([])
  })

  /** What a change of text in a copy of the program does to the hash of a study. */
  function changed(path: string, from: string | RegExp, to: string): boolean {
    const file = join(copy, path)
    const text = readFileSync(file, 'utf8')
    const before = buildHash('study', copy)
    const after = text.replace(from, to)
    expect(after, `${path} holds ${from}`).not.toBe(text)
    writeFileSync(file, after)
    const differs = buildHash('study', copy) !== before
    writeFileSync(file, text)
    return differs
  }

  it('is the same in another place', () => {
    expect(buildHash('study', copy)).toBe(buildHash('study'))
  })

  it.each([
    ['a literal in a measure', 'arena/measure/inverse-fit.ts', /\d/, '7'],
    ['a penalty of a probe', 'arena/measure/probe.ts', 'PENALTY = 1e-3', 'PENALTY = 1e-2'],
    ['a margin of a verdict', 'arena/analysis/retention.ts', 'MARGIN = 0.05', 'MARGIN = 0.06'],
    ['a payoff of an env', 'envs/boardroom/rules.ts', /\d/, '7'],
    ['a number in a kernel', 'agents/compiled/kernels/learning.ts', '1 - leaning', '2 - leaning'],
    ['a default of an intervention', 'interventions/kl.ts', /default\([\d.]+\)/, 'default(0.77)'],
  ])('changes with %s', (_, path, from, to) => {
    expect(changed(path, from, to)).toBe(true)
  })

  it.each([
    ['a heading of the report', 'arena/report/page/predictions.ts', 'Predicted against', 'Foretold against'],
    ['a heading of the terminal', 'arena/report/terminal/mediation.ts', 'how D came to move', 'ways of D'],
    ['a board', 'envs/boardroom/board.tsx', /'[a-z]+'/, "'else'"],
    ['what a refusal says', 'arena/refusal/errors.ts', 'expected', 'wanted'],
    ['a standing of a tournament', 'arena/tournament/bradley-terry.ts', /\d/, '7'],
    ['how jobs are scheduled', 'arena/run/schedule.ts', 'lanes', 'tracks'],
  ])('does not change with %s', (_, path, from, to) => {
    expect(changed(path, from, to)).toBe(false)
  })
})
