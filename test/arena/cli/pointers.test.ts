import { existsSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folder, mettle } from './mettle.ts'

const at = folder()
afterAll(at.remove)

describe('the folder of runs', () => {
  it('has one pointer for tournaments, and leaves that of studies alone', async () => {
    const play = 'dilemma --agents cooperator,defector --matches 1 --set rounds=2 --json'.split(' ')
    const { code } = await mettle(at.path, 'tournament', ...play)
    expect(code).toBe(0)
    expect(readlinkSync(join(at.path, 'runs', 'latest-tournament'))).toMatch(/^tournament\/[0-9a-f]{8}$/)
    expect(existsSync(join(at.path, 'runs', 'latest'))).toBe(false)
  })

  it('watched in place of a run is refused with the runs in it', async () => {
    const some = join(at.path, 'runs', 'some')
    for (const name of ['one', 'two']) {
      mkdirSync(join(some, name), { recursive: true })
      writeFileSync(join(some, name, 'manifest.json'), '{}')
    }
    const { code, stderr } = await mettle(at.path, 'watch', 'runs/some')
    expect(code).toBe(2)
    expect(stderr).toContain('expected the folder of one run, got a folder of runs: runs/some/one, runs/some/two')
  })
})
