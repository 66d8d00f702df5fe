import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPlugin } from '../../arena/load.ts'
import { ENVS } from '../../envs/catalog.ts'
import type { Env } from '../../envs/define.ts'
import { dilemma } from '../../envs/dilemma/env.ts'
import { folder, launch, played, problemsOf, remove, served, truth, withoutBrowser, writeMatches } from './viewer.ts'

declare const mettle: { client: any }

/** In the page: what each row of the Debug panel's log shows when it is pointed at. */
async function hovered(): Promise<unknown[]> {
  const states: unknown[] = []
  for (const row of document.querySelectorAll('.log-event')) {
    row.dispatchEvent(new MouseEvent('mouseenter'))
    const { G, ctx } = mettle.client.getState()
    states.push(JSON.parse(JSON.stringify({ G, ctx })))
    row.dispatchEvent(new MouseEvent('mouseleave'))
  }
  return states
}

const openLog = async () => {
  for (const tab of document.querySelectorAll<HTMLElement>('.menu-item'))
    if (tab.textContent?.includes('Log')) tab.click()
}

describe.skipIf(withoutBrowser)('a recorded match in boardgame.io’s Debug panel', () => {
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

  it.each(ENVS.map((plugin) => [plugin.spec.id, plugin()] as const))(
    '%s: every row shows what was',
    async (_id, env) => {
      const items = env.kind === 'eval' ? [7] : []
      const matches = played(env, 1, items)
      const { page, problems, close } = await opened(env, matches, 0)
      await page.waitForSelector('.menu-item')
      await page.evaluate(openLog)
      await page.waitForSelector('.log-event')
      const states = await page.evaluate(hovered)
      expect(states).toEqual(truth(env, matches[0]).slice(1))
      expect(await page.textContent('.log-event')).toContain('"appraisal"')
      expect(problems).toEqual([])
      await close()
    },
  )

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
    const file = 'test/viewer/plugins/coin.ts'
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
