import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folder, mettle } from './mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)
const calibrate = (...args: string[]) => mettle(cwd, 'calibrate', ...args)
const kept = () => join(cwd, 'runs', '.cache', 'calibration')

it('prints every line of every trait, and the second time reads the same from its cache', async () => {
  const first = await calibrate('quick', '--writers', '240', '--json')
  expect(first.code, first.stderr).toBe(0)
  const report = JSON.parse(first.stdout)
  expect(report).toMatchObject({ schema: 1, study: 'quick', items: 144, D: ['MAN', 'ENT', 'CAL', 'SPI', 'HON'] })
  expect(report.thresholds).toEqual({ r2: 0.8, splitHalf: 0.8, icc: 0.8, inflation: 0.1 })
  expect(report.uncalibrated.map(({ trait }: { trait: string }) => trait)).toEqual(['LEAD'])
  expect(Object.keys(report.traits.CAL)).toEqual(
    'r2 splitHalf icc multitrait wrongTrait inflation error nats calibrated'.split(' '),
  )
  const second = await calibrate('quick', '--writers', '240', '--json')
  expect(second.stdout).toBe(first.stdout)
  expect(second.stderr).toContain('read from')
})

it('makes a damaged entry again, and one for each battery', async () => {
  const [file] = readdirSync(kept())
  const whole = readFileSync(join(kept(), file), 'utf8')
  writeFileSync(join(kept(), file), whole.slice(0, 100))
  const { code, stdout, stderr } = await calibrate('quick', '--writers', '240')
  expect(code).toBe(0)
  expect(stderr).toContain('kept in')
  expect(stdout).toContain('LEAD is uncalibrated: R² exact')
  expect(readFileSync(join(kept(), file), 'utf8')).toBe(whole)
  await calibrate('quick', '--writers', '240', '--evals', 'dictator')
  expect(readdirSync(kept())).toHaveLength(2)
})

it('ends with 1 where a trait of D has no instrument', async () => {
  const { code, stdout } = await calibrate('quick', '--writers', '240', '--evals', 'dictator')
  expect(code).toBe(1)
  expect(stdout).toContain('MAN is uncalibrated')
})

it('refuses an eval env that does not ship, with the nearest', async () => {
  const { code, stderr } = await calibrate('quick', '--evals', 'dictater')
  expect(code).toBe(2)
  expect(stderr).toContain('dictator')
})
