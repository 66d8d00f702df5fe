import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, mettle } from './mettle.ts'
import { wholeRun } from './whole.ts'

const { path: cwd, remove } = folder()
afterAll(remove)

/** The same run, and one as another seed might have left it: kl drags less there. */
beforeAll(async () => {
  const { path } = await wholeRun(cwd, 'first')
  cpSync(path, join(cwd, 'second'), { recursive: true })
  const edit = (file: string, change: (json: any) => void) => {
    const at = join(cwd, 'second', file)
    const json = JSON.parse(readFileSync(at, 'utf8'))
    change(json)
    writeFileSync(at, JSON.stringify(json))
  }
  edit('manifest.json', ({ identity }) => {
    identity.study.settings.seed = 2
  })
  edit('summary.json', ({ arms }) => {
    arms.kl.full.effect = { estimate: 9, interval: [8.9, 9.1], n: 2 }
  })
}, 120_000)

describe('runs side by side', () => {
  it('say which settings differ, and which figure does', async () => {
    const { code, stdout } = await mettle(cwd, 'compare', 'first', 'second', '--json')
    expect(code).toBe(0)
    const [{ run, settings, figures }] = JSON.parse(stdout).others
    expect([run, settings]).toEqual(['second', ['study.settings.seed: 1 → 2']])
    const words = figures.map(({ arm, regime, figure, word }: Record<string, string>) => [arm, regime, figure, word])
    expect(words).toContainEqual(['kl', 'full', 'effect on D', 'differs'])
    expect(words).toContainEqual(['control', 'full', 'drag of D', 'no difference shown'])
    expect(words.every(([arm]: string[]) => !arm.endsWith('punished'))).toBe(true)
  })
  it('are a page too, and text that names both', async () => {
    const { stdout, stderr } = await mettle(cwd, 'compare', 'first', 'second', '--page', 'page.html')
    expect(stdout).toMatch(/First: first\n\nBeside it: second\nWhat differs/)
    expect(stderr).toContain('Page: page.html')
    expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toContain('This run minus the first')
  })
  it('are refused where one is no finished run, before a page is written', async () => {
    const { code, stderr } = await mettle(cwd, 'compare', 'first', 'nowhere', '--page', 'none.html')
    expect(code).toBe(2)
    expect(stderr).toContain('nowhere: expected the folder of a finished run')
    expect(existsSync(join(cwd, 'none.html'))).toBe(false)
    expect((await mettle(cwd, 'compare', 'first')).stderr).toContain('expected two run folders at least')
  })
  it('are listed, newest first, with question and state', async () => {
    const found = JSON.parse((await mettle(cwd, 'runs', '.', '--json')).stdout)
    expect(found.map(({ folder: at, state, seed }: Record<string, unknown>) => [at, state, seed]).sort()).toEqual([
      ['first', 'finished', 1],
      ['second', 'finished', 2],
    ])
    expect((await mettle(cwd, 'runs', 'first')).stdout).toMatch(/^first +finished, 2 foundations, seed 1, started 20/)
    expect((await mettle(cwd, 'runs', 'nowhere')).code).toBe(2)
  })
})
