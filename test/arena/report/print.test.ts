import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { page } from '../../../arena/report/page/page.ts'
import type { Manifest } from '../../../arena/store/manifest.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { e0 } from '../../../arena/studies/e0.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'
import { folder } from '../cli/mettle.ts'
import { launch, withoutBrowser } from '../viewer/viewer.ts'

const at = folder()
afterAll(at.remove)

const manifest = {
  ...{ backend: { name: 'wasm', passedOver: [] }, packages: {}, mettle: '0', plugins: [], identity: { build: 'b' } },
  sessions: [{ command: ['study', 'e0'], git: null, cpu: 'c', cores: 2, node: 'v20', os: 'linux' }],
} as unknown as Manifest

/** The page of E0 with every cell it has, its figures made up. */
function pageOfE0(): string {
  const foundations = Array.from({ length: e0.settings.foundations }, (_, i) => foundation(i))
  const results = Object.entries(e0.arms).flatMap(([arm, { regimes }]) =>
    regimes.flatMap((regime) =>
      foundations.map(({ index }): TrialResult => {
        const made = trial(arm, index, arm.endsWith('punished') ? -0.3 : 0.3, 0.5)
        return { ...made, id: { ...made.id, regime } }
      }),
    ),
  )
  const trials = results.map((result) => ({ folder: Object.values(result.id).join('.'), result }))
  for (const { folder: name } of trials) {
    mkdirSync(join(at.path, name), { recursive: true })
    const lines = [0, 10, 20].map((update) => JSON.stringify({ update, reward: update, power: 0.3 }))
    writeFileSync(join(at.path, name, 'metrics.jsonl'), lines.join('\n'))
  }
  const summary = summarise(e0, foundations, results, { hash: 'ab'.repeat(32), backend: 'wasm' })
  return page({ study: e0, summary, foundations, trials, jobs: at.path, manifest })
}

describe.skipIf(withoutBrowser)('the report of E0 (needs Chromium)', () => {
  it('prints on twelve pages of A4 at most', { timeout: 120_000 }, async () => {
    const file = join(at.path, 'report.html')
    writeFileSync(file, pageOfE0())
    const browser = await launch()
    const sheet = await browser.newPage()
    await sheet.goto(pathToFileURL(file).href)
    const margin = '15mm'
    const pdf = await sheet.pdf({ format: 'A4', margin: { top: margin, bottom: margin, left: margin, right: margin } })
    await browser.close()
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []
    expect(pages.length).toBeGreaterThan(3)
    expect(pages.length).toBeLessThanOrEqual(12)
  })
})
