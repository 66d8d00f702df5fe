import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { ENV_CHECKS } from '../../../arena/check/env/checks.ts'
import { folder, lines } from '../cli/mettle.ts'

const here = folder()
const { run, close } = lines(here.path)
afterAll(() => {
  close()
  here.remove()
})
const file = (name: string) => fileURLToPath(new URL(`./broken/${name}.ts`, import.meta.url))

describe('mettle check', () => {
  it('prints a line a check and exits 0 when all hold', async () => {
    const { code, stdout } = await run('check', 'hand-back')
    expect(stdout.trim().split('\n')).toHaveLength(ENV_CHECKS.length)
    expect(
      stdout
        .trim()
        .split('\n')
        .every((line) => line.startsWith('✓ ')),
    ).toBe(true)
    expect(code).toBe(0)
  })

  it('--json names the subject and every check', async () => {
    const { code, stdout } = await run('check', 'random', '--json')
    const { subject, checks } = JSON.parse(stdout)
    expect([code, subject]).toEqual([0, 'random'])
    expect(checks).toContainEqual({ name: 'legal', ok: true })
  })

  it('a plugin file that fails exits 1 and says which check, what was expected and what came', async () => {
    const { code, stdout } = await run('check', file('mutates-first'))
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ validates: expected no trace of bid\(.*\) by seat \d, refused, got .*params .*seed /)
    expect(stdout).toMatch(/– modes: not run: it needs validates to hold/)
  })

  it('refuses an unknown id with a near miss, a missing file and a file without a plugin', async () => {
    const near = await run('check', 'boardrom')
    expect([near.code, near.stdout]).toEqual([2, ''])
    expect(near.stderr).toMatch(/expected .+, got boardrom\. Did you mean boardroom\?/)
    const missing = await run('check', './none.ts')
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no such file')])
    writeFileSync(join(here.path, 'empty.ts'), 'export const nothing = 1\n')
    const empty = await run('check', './empty.ts')
    expect([empty.code, empty.stderr]).toEqual([
      2,
      expect.stringMatching(/expected one env, .+, got exports nothing \(number\)/),
    ])
    expect((await run('check', 'random', '--update')).code).toBe(2)
  })

  it('--update writes the playthrough, keeping the params and the seed of its first line', async () => {
    const at = join(here.path, 'stale')
    mkdirSync(at)
    const source = readFileSync(fileURLToPath(new URL('./plugins/guess.ts', import.meta.url)), 'utf8')
    writeFileSync(join(at, 'env.ts'), source)
    writeFileSync(join(at, 'playthrough.txt'), 'guess v1 {"numbers":2} seed mine\n')
    expect((await run('check', join(at, 'env.ts'))).stdout).toMatch(/✗ playthrough: expected line 2/)
    expect((await run('check', join(at, 'env.ts'), '--update')).code).toBe(0)
    expect(readFileSync(join(at, 'playthrough.txt'), 'utf8')).toMatch(
      /^guess v1 \{"numbers":2\} seed mine\nseat 0 turn: /,
    )
    expect((await run('check', join(at, 'env.ts'))).code).toBe(0)
  })
})
