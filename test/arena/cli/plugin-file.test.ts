import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ended, folder, mettle } from './mettle.ts'

const { path: cwd, remove } = folder()
const file = fileURLToPath(new URL('./plugins/study.ts', import.meta.url))
const modules = () => readdirSync(cwd).filter((name) => name.startsWith('mettle-'))

let run: Ended
beforeAll(async () => {
  run = await mettle(cwd, 'study', file, '--json', '--workers', '1', '--set', 'arms.scaled.scaled.by=1')
}, 60_000)
afterAll(remove)

describe('a study file', () => {
  it('fails trials whose hook throws, by plugin and hook, and ends the others', () => {
    expect(run.code).toBe(3)
    expect(run.stderr).toContain('intervention breaks, hook rewards: out of rewards in room (update 0)')
    const replay =
      /^Replays what failed, alone and with the same seeds: npx mettle study .*study\.ts .*arms\.scaled\.scaled\.by=1$/m
    expect(run.stderr).toMatch(replay)
    const { n, arms } = JSON.parse(run.stdout)
    expect(n).toMatchObject({ foundations: 1, failed: 6 })
    expect(Object.keys(arms)).toContain('scaled')
  })

  it('fails a trial whose loss is no number, by plugin and hook, before anything is read off it', () => {
    expect(run.stderr).toMatch(
      /poisons\.full\.0 failed: intervention poisons, hook loss: expected a finite loss, got NaN/,
    )
    const { full } = JSON.parse(run.stdout).arms.poisons
    expect(full.failed).toHaveLength(1)
    expect(full.drag.D.final.revealed.neutral).toEqual({ estimate: null, reason: expect.any(String) })
  })

  it('loses no more than its own trial when a thread dies, after one more try', () => {
    expect(run.stderr).toContain('exits.full.0 starts again')
    expect(run.stderr).toMatch(/exits\.full\.0 failed: .*exited with code: 7/)
  })

  it('keeps what plugins print off standard output', () => {
    expect(() => JSON.parse(run.stdout)).not.toThrow()
    expect(run.stderr).toContain('prints while it loads')
    expect(run.stderr).toContain('prints while it runs')
  })

  it('is named with its hash in the manifest of the default folder', () => {
    const latest = join(cwd, 'runs', readlinkSync(join(cwd, 'runs', 'latest')))
    const { files, plugins, identity } = JSON.parse(readFileSync(join(latest, 'manifest.json'), 'utf8'))
    expect(files).toEqual([{ path: file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect(plugins).toContainEqual({ kind: 'intervention', id: 'scaled', version: 3 })
    expect(identity.study.arms.scaled.interventions[0].params).toEqual({ by: 1 })
  })

  it('leaves no temporary module', () => expect(modules()).toEqual([]))

  it('does not keep a failed trial: the same command tries it again, and nothing else', async () => {
    const again = await mettle(cwd, 'study', file, '--json', '--workers', '1', '--set', 'arms.scaled.scaled.by=1')
    expect(again.code).toBe(3)
    expect(again.stderr).toContain('5 of 11 jobs are finished already')
    const { timing: _, ...first } = JSON.parse(run.stdout)
    const { timing: __, ...second } = JSON.parse(again.stdout)
    expect(second).toEqual(first)
  })
})
