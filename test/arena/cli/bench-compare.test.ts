import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { folder, mettle } from './mettle.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const { path: cwd, remove } = folder()
afterAll(remove)

/** A build that holds nothing but its command. */
function hollow(): string {
  const path = join(cwd, 'hollow')
  mkdirSync(join(path, 'dist/arena/cli'), { recursive: true })
  mkdirSync(join(path, 'node_modules'))
  writeFileSync(join(path, 'dist/arena/cli/main.js'), '')
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'mettle', version: '0.0.1', type: 'module' }))
  return path
}

describe('mettle bench --compare', () => {
  it('runs this build against itself, and prints about 1', async () => {
    const { code, stdout, stderr } = await mettle(
      cwd,
      ...['bench', '--compare', ROOT, '--only', 'trusted,dilemma', '--pairs', '2', '--json'],
    )
    expect(code).toBe(0)
    expect(stderr).toContain('dilemma: pair 2 of 2')
    const { schema, pairs, own, other, rows } = JSON.parse(stdout)
    expect([schema, pairs, own.version]).toEqual([1, 2, other.version])
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(['trusted', 'dilemma'])
    for (const { ratio, own: mine } of rows) {
      // Wide, since what else the machine does can meet one side of a pair.
      for (const { median, low, high } of [ratio.wall, ratio.cpu]) {
        expect(low).toBeLessThanOrEqual(median)
        expect(high).toBeGreaterThanOrEqual(median)
        expect(median).toBeGreaterThan(0.2)
        expect(median).toBeLessThan(5)
      }
      expect(mine.value).toBeGreaterThan(0)
    }
    expect(rows[0].beside).toBe('the reducer')
    expect(rows[0].own.beside.median).toBeGreaterThan(1)
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })

  it('says n/a where the other build has nothing of the kind, and of what', async () => {
    const { code, stdout } = await mettle(cwd, ...['bench', '--compare', hollow(), '--only', 'dilemma', '--pairs', '1'])
    expect(stdout).toMatch(/dilemma: 136 pairs, 200 rounds +ms +[\d.]+ +n\/a +– +–/)
    expect(stdout).toContain('the other: n/a: this build has no agents/bots/dilemma')
    expect(code).toBe(0)
  })
})
