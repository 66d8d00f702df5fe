import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKENS } from '../../../agents/narration.ts'
import { bundlePage } from '../../../arena/viewer/bundle-page.ts'
import type { RunData } from '../../../arena/viewer/data.ts'
import { exportTo } from '../../../arena/viewer/export.ts'
import { openWatched } from '../../../arena/viewer/folder.ts'
import type { Serving } from '../../../arena/viewer/server.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { folder, launch, played, problemsOf, remove, served, withoutBrowser, writeMatches } from './viewer.ts'

/** Violations outside of boardgame.io's own panel. */
const audit = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run({ exclude: ['.debug'] }))
  return violations.map(({ id, nodes }: any) => `${id}: ${nodes.map((node: any) => node.html).join(' | ')}`)
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.skipIf(withoutBrowser)('the pages of a run (needs Chromium)', () => {
  let browser: Browser
  let root: string
  let study: ChildProcess
  let serving: Serving
  let run: string
  const job = (start: string, { jobs }: RunData) =>
    jobs.find(({ folder: name }) => name.startsWith(start))?.folder as string
  const data = async () => (await (await fetch(`${serving.url}data/run.json`)).json()) as RunData

  beforeAll(async () => {
    root = folder()
    run = join(root, 'run')
    browser = await launch()
    const args = [
      'study',
      'tiny',
      '--foundations',
      '1',
      '--workers',
      '1',
      '--out',
      run,
      '--set',
      'arms.kl.kl.weight=0.5',
      '--set',
      'network.narration=true',
      ...['corpus.matches=4', 'imitate.steps=8', 'narrow.steps=2', 'measure.writers=16', 'measure.gradient=16'].flatMap(
        (set) => ['--set', set],
      ),
    ]
    study = spawn(process.execPath, ['dist/arena/cli/main.js', ...args], { stdio: 'ignore' })
    while (!existsSync(join(run, 'study.json'))) await new Promise((done) => setTimeout(done, 100))
    serving = await served(run, true)
  }, 240_000)
  afterAll(async () => {
    study.kill()
    await serving.close()
    await browser.close()
    remove(root)
  })

  const open = async (hash: string, width = 1280) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    const problems = problemsOf(page)
    await page.goto(`${serving.url}#/${hash}`)
    return { page, problems }
  }

  it('stream a run that is going on, whenever one joins, and cost nothing once closed', async () => {
    const { page, problems } = await open('run')
    await page.getByText('of 6 trials finished').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    expect(serving.watchers()).toBe(1)
    await page.getByText('6 of 6 trials finished').waitFor({ timeout: 200_000 })
    const { page: late } = await open('run')
    await late.getByText('6 of 6 trials finished').waitFor()
    expect(serving.watchers()).toBe(2)
    await Promise.all([page.close(), late.close()])
    while (serving.watchers() > 0) await new Promise((done) => setTimeout(done, 20))
    expect(problems).toEqual([])
  }, 240_000)

  it('list matches, filtered and ordered, each a link', async () => {
    const { page, problems } = await open('run')
    const rows = page.locator('section:has(h2:text-is("Matches")) tbody tr')
    await page.getByText(/^\d\d+ matches$/).waitFor()
    const all = await rows.count()
    await page.getByLabel('phase').selectOption('before')
    await page.getByLabel('arm').last().selectOption('control')
    expect(await rows.count()).toBeLessThan(all)
    expect(new URL(page.url()).hash).toBe('#/run?phase=before&arm=control')
    await page.reload()
    await rows.first().waitFor()
    expect(await page.getByLabel('phase').inputValue()).toBe('before')
    await page.getByRole('link', { name: 'Matches' }).click()
    await rows.first().waitFor()
    expect(await page.getByLabel('phase').inputValue()).toBe('all')
    await page.goBack()
    await rows.first().waitFor()
    expect(await page.getByLabel('phase').inputValue()).toBe('before')
    for (const text of await rows.allTextContents()) expect(text).toMatch(/^control, .*before/)
    await page.getByLabel('order').selectOption('darkest first')
    const dark = (await rows.locator('td:nth-child(5)').allTextContents()).map(Number)
    expect(dark).toEqual([...dark].sort((a, b) => b - a))
    await page.getByLabel('phase').selectOption('after 4')
    await page.getByLabel('order').selectOption('turned darkest first')
    const turned = (await rows.locator('td:nth-child(6)').allTextContents()).map((text) =>
      Number(text.replace('−', '-')),
    )
    expect(turned.length).toBeGreaterThan(2)
    expect(turned).toEqual([...turned].sort((a, b) => b - a))
    await rows.first().getByRole('link').click()
    await page.getByRole('region', { name: 'Motives' }).waitFor()
    expect(await audit(page)).toEqual([])
    expect(problems).toEqual([])
    await page.close()
  })

  it('lead from a point of the curves to a match before and one after, on the same seed', async () => {
    const { page, problems } = await open('run?of=control')
    const { final } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')).arms.control.full.drag.D
    const told = await page.locator('.chart a [aria-label]').last().getAttribute('aria-label')
    expect(told).toContain(`drag of D ${final.revealed.neutral.estimate.toFixed(2)} after 4 updates`)
    await page.locator('.chart a').last().click()
    await page.getByRole('heading', { name: /^After 4 updates/ }).waitFor()
    await page.getByRole('heading', { name: /^After 0 updates/ }).waitFor()
    expect(await page.getByRole('region', { name: /^Board, after/ }).count()).toBe(2)
    expect(await audit(page)).toEqual([])
    expect(problems).toEqual([])
    await page.close()
  })

  it('lead from a match to the next, and back to the list as it was filtered', async () => {
    const { page, problems } = await open(`run?phase=training`)
    await page.getByRole('combobox', { name: 'order' }).selectOption('darkest first')
    await page.getByRole('region', { name: 'List of matches' }).getByRole('link').first().click()
    const around = page.getByRole('navigation', { name: 'Matches of this trial' })
    const before = await around.textContent()
    await around.getByRole('link').last().click()
    await page.waitForFunction(
      (was) => document.querySelector('nav[aria-label="Matches of this trial"]')?.textContent !== was,
      before,
    )
    await page.getByRole('banner').getByRole('link', { name: 'Matches' }).click()
    await page.getByRole('heading', { name: 'Matches' }).waitFor()
    expect(new URL(page.url()).hash).toContain('order=darkest+first')
    expect(problems).toEqual([])
    await page.close()
  })

  it('say what stood behind each act, by keyboard alone', async () => {
    const { page, problems } = await open(`match?job=${job('control.full', await data())}&n=0`)
    const motives = page.getByRole('region', { name: 'Motives' })
    await motives.getByText('nobody has acted').waitFor()
    await page.keyboard.press('ArrowRight')
    await motives.getByText('Probabilities of the agent').waitFor()
    const said = (await motives.locator('dt:text-is("narration") + dd').textContent()) ?? ''
    expect(TOKENS.some(({ sentence }) => said.startsWith(`“${sentence}” `))).toBe(true)
    for (const text of ['value', 'cue', 'neutral', 'stated', 'represented here', 'PWR', 'CARE'])
      await motives.getByText(text, { exact: true }).first().waitFor()
    const shares = await motives.locator('.policy .number').allTextContents()
    expect(shares.reduce((sum, text) => sum + Number.parseFloat(text), 0)).toBeCloseTo(100, 0)
    await page.keyboard.press('ArrowRight')
    await motives.getByText('Probabilities of this writer').waitFor()
    await page.keyboard.press('End')
    expect(page.url()).toMatch(/at=\d\d/)
    expect(await page.locator('.scrubber output').textContent()).toMatch(/^(\d+) of \1$/)
    await page.keyboard.press('Home')
    await motives.getByText('nobody has acted').waitFor()
    await page.locator('.menu-item', { hasText: 'Log' }).click()
    expect(await page.locator('.log-event').first().textContent()).toMatch(
      /"policy": "[a-z]+ 0\.\d+.*"narration": ".*"cue": "neutral".*"m": ".*"stated": ".*"represented": "/s,
    )
    await page.keyboard.press('ArrowRight')
    await motives.getByText('its critic has learned nothing yet').waitFor()
    await page.goto(`${serving.url}#/match?job=${job('control.full', await data())}&n=12&at=1`)
    await page.getByRole('heading', { name: /#12$/ }).waitFor()
    await motives.getByText(/^−?-?\d+\.\d\d training reward still expected, discounted$/).waitFor()
    expect(problems).toEqual([])
    await page.close()
  })

  it('fit a narrow window, light and dark', async () => {
    const views = [
      'run',
      `match?job=${job('control.full', await data())}&n=0&at=5`,
      `compare?job=${job('control.full', await data())}&update=4`,
      'play',
    ]
    for (const view of views) {
      const { page, problems } = await open(view, 340)
      await page.locator('main h1').waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(300)
        expect(await overflow(page), `${view}, ${colorScheme}`).toBeLessThanOrEqual(0)
        expect(await audit(page), `${view}, ${colorScheme}`).toEqual([])
        expect(problems).toEqual([])
      }
      await page.close()
    }
  }, 120_000)

  it('let a person play, and keep the match', async () => {
    const { page, problems } = await open('play')
    await page.getByLabel('seat 1').selectOption('control, full, foundation 0')
    await page.getByLabel('seat 2').selectOption('untreated, foundation 0')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.locator('.moves button').first().waitFor()
    expect(await audit(page)).toEqual([])
    for (let i = 0; i < 60 && (await page.locator('.moves button').count()) > 0; i++) {
      const before = await page.locator('main').textContent()
      await page.locator('.moves button').first().click()
      await page.waitForFunction((text) => document.querySelector('main')?.textContent !== text, before)
    }
    await page.getByText('The match is over').waitFor()
    const kept = (await page.locator('code').textContent()) as string
    expect(existsSync(join(run, kept))).toBe(true)
    expect(problems).toEqual([])
    await page.close()
  })

  it('say clearly what is wrong with a link or a match', async () => {
    const { page } = await open('match?job=nothing&n=0')
    await page.getByRole('alert').getByText('expected a job of this run').waitFor()
    await page.close()
    const { page: other } = await open(`match?job=${job('control.full', await data())}&n=9999`)
    await other.getByRole('alert').getByText('expected a match from 0').waitFor()
    await other.close()
  })

  it('work as static files from any web server', async () => {
    const dir = join(root, 'static')
    const watched = await openWatched(run, false, [])
    exportTo(dir, watched, await bundlePage(watched.plugins))
    const files = await fileServer(dir)
    const page = await browser.newPage()
    const problems = problemsOf(page)
    await page.goto(`http://127.0.0.1:${(files.address() as AddressInfo).port}/deep/index.html`)
    await page.getByText('6 of 6 trials finished').waitFor()
    await page.getByRole('link', { name: /#0$/ }).first().click()
    await page.getByRole('region', { name: 'Board', exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'Play' }).count()).toBe(0)
    await page.goto(`http://127.0.0.1:${(files.address() as AddressInfo).port}/deep/index.html#/play`)
    await page.getByText('an exported page has no server').waitFor()
    expect(problems).toEqual([])
    await page.close()
    files.close()
  })

  it('work from a disk, without what people played unless it is asked for', async () => {
    const kept = join(run, 'played')
    mkdirSync(kept, { recursive: true })
    writeMatches(join(kept, 'boardroom-of-mine.jsonl'), boardroom(), played(boardroom(), 1))
    const watched = await openWatched(run, false, [])
    const bundle = await bundlePage(watched.plugins)
    for (const withPlayed of [false, true]) {
      const dir = join(root, `disk-${withPlayed}`)
      exportTo(dir, watched, bundle, withPlayed)
      expect(existsSync(join(dir, 'data', 'matches', 'boardroom-of-mine.jsonl.js'))).toBe(withPlayed)
      expect(readFileSync(join(dir, 'data', 'run.js'), 'utf8').includes('boardroom-of-mine')).toBe(withPlayed)
      const page = await browser.newPage()
      const problems = problemsOf(page)
      await page.goto(pathToFileURL(join(dir, 'index.html')).href)
      await page.getByText('6 of 6 trials finished').waitFor()
      await page.getByRole('link', { name: /#0$/ }).first().click()
      await page.getByRole('region', { name: 'Board', exact: true }).waitFor()
      expect(problems).toEqual([])
      await page.close()
    }
  })

  it('show on the first screen how much the run can say, before what it says', async () => {
    expect((await data()).answer).toMatch(/^A smoke run of 1 foundation: .* Evidence needs 10\. \S/)
    const { page, problems } = await open('run')
    await page.locator('p.answer').getByText('evidence for nothing').waitFor()
    expect(problems).toEqual([])
    await page.close()
  })

  it('show before and after at one act, moved by keys, and kept in the link', async () => {
    const { page, problems } = await open(`compare?job=${job('control.full', await data())}&update=4`)
    const acts = page.getByRole('region', { name: /^Motives, after/ }).locator('h2')
    await acts.nth(1).waitFor()
    const said = async () => (await acts.allTextContents()).map((text) => /^Act (\d+)/.exec(text)?.[1])
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(said).toEqual(['3', '3'])
    expect(new URL(page.url()).hash).toContain('at=3')
    await page.reload()
    await acts.nth(1).waitFor()
    expect(await said()).toEqual(['3', '3'])
    await page.keyboard.press('End')
    await expect.poll(() => new URL(page.url()).hash).not.toContain('at=')
    // Both sides stand at their end, where no dark act is to come: the button leads to the first.
    const [first, next] = ['First', 'Next'].map((which) => page.getByRole('button', { name: `${which} dark act` }))
    await first.click()
    await expect.poll(() => new URL(page.url()).hash).toMatch(/at=\d+/)
    await page.keyboard.press('Home')
    await next.waitFor()
    expect(problems).toEqual([])
    await page.close()
  })

  it('show how each game is played, once unfolded and later as it was left', async () => {
    const { page, problems } = await open(`match?job=${job('control.full', await data())}&n=0`)
    const rules = page.locator('details.rules')
    await rules.getByText('Your score is your own payoff').waitFor()
    for (const { label } of boardroom().actions.slice(0, -2))
      expect(await rules.locator(`dt:text-is("${label}")`).count()).toBe(1)
    await page.reload()
    await rules.waitFor()
    expect(await rules.getAttribute('open')).toBeNull()
    await rules.locator('summary').click()
    await page.reload()
    await rules.getByText('Your score is your own payoff').waitFor()
    expect(problems).toEqual([])
    await page.close()
  })

  it('keep the Debug panel alive and without dead controls, in step with the board', async () => {
    const { page, problems } = await open(`match?job=${job('control.full', await data())}&n=0&at=4`)
    const panel = page.getByRole('complementary', { name: /Debug panel/ })
    await panel.getByRole('heading', { name: 'ctx' }).waitFor()
    const headings = () => panel.locator('h3:visible').allTextContents()
    expect(await headings()).toEqual(['G', 'ctx'])
    const tabs = await panel.locator('.menu-item:visible').allTextContents()
    expect(tabs.map((tab) => tab.trim())).toEqual(['Main', 'Log', 'Info'])
    await panel.locator('.menu-item', { hasText: 'Log' }).click()
    const entries = panel.locator('.log-event')
    const all = await entries.count()
    for (const key of ['1', '2', '3', '.', 'a', 'd', 'c', 'e']) await page.keyboard.press(key)
    await page.waitForTimeout(300)
    expect(await entries.count()).toBe(all)
    const now = () =>
      entries.evaluateAll((list) => list.findIndex((each) => (each as HTMLElement).dataset.made === 'now'))
    await expect.poll(now).toBe(3)
    await page.keyboard.press('ArrowRight')
    await expect.poll(now).toBe(4)
    await page.keyboard.press('End')
    await expect.poll(now).toBe(all - 1)
    const within = await entries.last().evaluate((last) => {
      const [own, pane] = [last.getBoundingClientRect(), last.closest('.pane')?.getBoundingClientRect() as DOMRect]
      return own.top >= pane.top - 1 && own.top < pane.bottom
    })
    expect(within).toBe(true)
    const colours = await page.evaluate(() =>
      [0, 1, 2].map((seat) => {
        const line = document.querySelector(`.debug .log-event.player${seat}`) as HTMLElement
        const disc = document.querySelector(`.board .b-seat .b-disc.b-s${seat}`) as HTMLElement
        return [getComputedStyle(line).borderLeftColor, getComputedStyle(disc).borderTopColor]
      }),
    )
    for (const [logged, seated] of colours) expect(logged).toBe(seated)
    expect(problems).toEqual([])
    await page.close()
  })

  it('draw lines that stand out, light and dark', async () => {
    const { page } = await open('run')
    await page.locator('.chart path').first().waitFor({ state: 'attached' })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const [ground, ...lines] = await page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        ...Array.from({ length: 8 }, (_, i) => {
          const probe = document.createElement('i')
          probe.style.color = `var(--line-${i})`
          document.body.append(probe)
          return getComputedStyle(probe).color
        }),
        ...[...document.querySelectorAll('.chart [aria-label=line] path')].map((line) => getComputedStyle(line).stroke),
      ])
      expect(lines.length).toBeGreaterThan(8)
      for (const line of lines) expect(contrast(line, ground), `${line} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
    await page.close()
  })

  it('say that the server has gone, and that foundations train first', async () => {
    const early = join(root, 'early')
    mkdirSync(join(early, 'jobs', '.tmp-7-foundation.0-abc'), { recursive: true })
    mkdirSync(join(early, 'jobs', 'foundation.1-def'), { recursive: true })
    for (const file of ['manifest.json', 'study.json']) copyFileSync(join(run, file), join(early, file))
    const other = await served(early, true)
    const page = await browser.newPage()
    await page.goto(other.url)
    await page.getByText('of which 1 are finished and 1 foundation in training').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    mkdirSync(join(early, 'jobs', '.tmp-8-foundation.2-ghi'))
    await page.getByText('of which 1 are finished and 2 foundations in training').waitFor()
    await other.close()
    await page.getByText('the server has gone').waitFor()
    expect(await page.getByText('live', { exact: true }).count()).toBe(0)
    await page.close()
  })
})

/** Contrast of two colours as WCAG has it, from 1. */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map(luminance).sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

function luminance(colour: string): number {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255)
  const [r, g, b] = parts.map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** A plain file server, with the export in a folder below its root. */
const fileServer = (dir: string) =>
  new Promise<Server>((done) => {
    const server = createServer(({ url = '/' }, response) => {
      const path = join(dir, decodeURIComponent(url.split('?')[0]).replace(/^\/deep\//, ''))
      if (!existsSync(path)) return void response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/plain' }).end(readFileSync(path))
    })
    server.listen(0, '127.0.0.1', () => done(server))
  })
