import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPlugin } from '../../../arena/study/load.ts'
import type { Serving } from '../../../arena/viewer/server.ts'
import { ENVS } from '../../../envs/catalog.ts'
import type { Env } from '../../../envs/define.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import {
  folder,
  launch,
  played,
  problemsOf,
  remove,
  served,
  truth,
  withoutBrowser,
  writeMatches,
  writeRows,
} from './viewer.ts'

declare const mettle: { client: any }

/**
 * In the page: what each row of the Debug panel's log shows when it is pointed at, and which act our own panels then
 * show.
 */
async function hovered(): Promise<{ state: unknown; act: string }[]> {
  const seen: { state: unknown; act: string }[] = []
  const told = () => document.querySelector('.motives h2')?.textContent ?? ''
  /** React draws some frames later: an act while a row is pointed at, none after it. */
  const drawn = async (act: boolean) => {
    for (let frame = 0; frame < 120 && (told() !== '') !== act; frame++) await new Promise(requestAnimationFrame)
  }
  for (const row of document.querySelectorAll('.log-event')) {
    row.dispatchEvent(new MouseEvent('mouseenter'))
    const { G, ctx } = mettle.client.getState()
    await drawn(true)
    seen.push({ state: JSON.parse(JSON.stringify({ G, ctx })), act: told().split(':')[0] })
    row.dispatchEvent(new MouseEvent('mouseleave'))
    await drawn(false)
  }
  return seen
}

const openLog = async () => {
  for (const tab of document.querySelectorAll<HTMLElement>('.menu-item'))
    if (tab.textContent?.includes('Log')) tab.click()
}

describe.skipIf(withoutBrowser)('a recorded match in boardgame.io’s Debug panel (needs Chromium)', () => {
  let browser: Browser
  let root: string
  beforeAll(async () => {
    root = folder()
    browser = await launch()
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    remove(root)
  })

  async function opened(env: Env, matches: ReturnType<typeof played>, n: number, plugins: readonly string[] = []) {
    const file = join(root, `${env.id}.jsonl`)
    writeMatches(file, env, matches)
    const serving = await served(file, false, plugins)
    const page = await browser.newPage()
    const problems = problemsOf(page)
    await page.goto(`${serving.url}#/match?job=${env.id}.jsonl&n=${n}`)
    return { page, problems, close: () => Promise.all([page.close(), serving.close()]) }
  }

  describe('of every env', () => {
    const items = (env: Env) => (env.kind === 'eval' ? [7] : [])
    const matches = new Map(ENVS.map((plugin) => [plugin.spec.id, played(plugin(), 1, items(plugin()))]))
    let page: Page
    let serving: Serving
    let problems: string[]
    beforeAll(async () => {
      const path = join(root, 'all')
      mkdirSync(join(path, 'matches'), { recursive: true })
      const envs = ENVS.map((plugin) => plugin()).map(({ id, version, params }) => ({ id, env: id, version, params }))
      writeFileSync(join(path, 'manifest.json'), JSON.stringify({ identity: { study: { id: 'tournament', envs } } }))
      for (const [id, own] of matches) writeRows(join(path, 'matches', `${id}-0.jsonl`), own)
      serving = await served(path)
      page = await browser.newPage()
      problems = problemsOf(page)
    })
    afterAll(async () => {
      await page.close()
      await serving.close()
    })

    it.each(ENVS.map((plugin) => [plugin.spec.id, plugin()] as const))(
      '%s: every row shows what was',
      async (id, env) => {
        const [match] = matches.get(id) ?? []
        await page.goto(`${serving.url}#/match?job=${id}-0.jsonl&n=0`)
        await page.locator('h1', { hasText: `${id}-0, #0` }).waitFor()
        await page.waitForSelector('.menu-item')
        await page.evaluate(openLog)
        await page.waitForSelector('.log-event')
        const seen = await page.evaluate(hovered)
        expect(seen.map(({ state }) => state)).toEqual(truth(env, match).slice(1))
        expect(seen.map(({ act }) => act)).toEqual(seen.map((_, i) => `Act ${i + 1}`))
        expect(await page.textContent('.log-event')).toContain('"appraisal"')
        expect(problems).toEqual([])
      },
    )
  })

  it('in a damaged file says which line is damaged', async () => {
    const env = dilemma()
    const { page, close } = await opened(env, played(env, 2), 1)
    await page.getByRole('region', { name: 'Board', exact: true }).waitFor()
    const file = join(root, 'dilemma.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -30))
    await page.reload()
    await page
      .getByRole('alert')
      .getByText(/dilemma.jsonl, line 3: expected a match as JSON/)
      .waitFor()
    await close()
  })

  it('of an env from a file is shown on the board beside that file', async () => {
    const file = 'test/arena/viewer/plugins/coin.ts'
    const env = (await loadPlugin(file, 'env')).value()
    const { page, problems, close } = await opened(env, played(env, 1), 0, [file])
    await page.getByText('Called so far:').waitFor()
    await page.keyboard.press('End')
    await page.getByText(/Called so far: (heads|tails), (heads|tails)/).waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it('of 2,000 acts opens with the scrubber, and with the panel when asked for', async () => {
    const env = dilemma({ rounds: 1000 })
    const [long] = played(env, 1)
    expect(long.actions.length / 2).toBe(2000)
    const { page, problems, close } = await opened(env, [long], 0)
    await page.waitForSelector('.scrubber')
    expect(await page.locator('.debug').count()).toBe(0)
    await page.getByRole('button', { name: 'Open the Debug panel' }).click()
    await page.waitForSelector('.menu-item')
    await page.getByLabel('Act', { exact: true }).focus()
    await page.keyboard.press('End')
    const shown = await page.evaluate(() => mettle.client.getState())
    expect({ G: shown.G, ctx: shown.ctx }).toEqual(truth(env, long).at(-1))
    expect(problems).toEqual([])
    await close()
  })
})
