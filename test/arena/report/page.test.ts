import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { rowsOf } from '../../../arena/report/page/facts.ts'
import { page } from '../../../arena/report/page/page.ts'
import { sentence, standing } from '../../../arena/report/page/words.ts'
import type { Manifest } from '../../../arena/store/manifest.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { exploratory } from '../../../arena/study/exploratory.ts'
import type { Study } from '../../../arena/study/study.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'
import { folder } from '../cli/mettle.ts'

const at = folder()
afterAll(at.remove)

const study = {
  ...tiny,
  arms: Object.fromEntries(
    Object.entries(tiny.arms).map(([name, arm]) => [name, { ...arm, regimes: ['full' as const] }]),
  ) as unknown as typeof tiny.arms,
}
/** Drag .4 in control, half of it under kl; a dot wanders by .02 from foundation to foundation. */
const level = (arm: string, i: number) =>
  ({ control: 0.4, punished: -0.4, kl: 0.2, 'kl punished': -0.2 })[arm]! + 0.02 * ((i % 3) - 1)

function run(
  n: number,
  failing = false,
  failed: (i: number) => boolean = (i) => i === 1,
  own: Study = study,
  levelOf: (arm: string, i: number) => number = level,
) {
  const foundations = Array.from({ length: n }, (_, i) => foundation(i))
  const results = foundations.flatMap(({ index: i }) =>
    Object.keys(own.arms).map((arm) =>
      failing && arm === 'kl' && failed(i)
        ? { id: { arm, regime: 'full' as const, foundation: i }, error: 'a <b>hook</b> threw' }
        : trial(arm, i, levelOf(arm, i), 0.5),
    ),
  )
  const trials = results.map((result) => ({ folder: `${result.id.arm}.${result.id.foundation}`, result }))
  for (const { folder: name } of trials) {
    mkdirSync(join(at.path, name), { recursive: true })
    const lines = [0, 1, 2].map((update) => JSON.stringify({ update, reward: update, power: 0.3 }))
    writeFileSync(join(at.path, name, 'metrics.jsonl'), lines.join('\n'))
  }
  const summary = summarise(own, foundations, results, { hash: 'ab'.repeat(32), backend: 'wasm' })
  const session = { command: ['study', 'tiny'], git: null, cpu: 'c', cores: 2, node: 'v20', os: 'linux' }
  const manifest = {
    backend: { name: 'wasm', passedOver: [] },
    sessions: [session],
    packages: {},
    mettle: '0',
    plugins: [],
    identity: { build: 'b' },
  } as unknown as Manifest
  return { summary, html: page({ study: own, summary, foundations, trials, jobs: at.path, manifest }) }
}

describe('the report', () => {
  const { html, summary } = run(12)

  it('has every section, and needs nothing but itself', () => {
    const headings = [...html.matchAll(/<h2>([^<]*)/g)].map(([, text]) => text)
    expect(headings).toEqual([
      'What came out',
      'Interventions side by side',
      'Drag',
      'Three readings, side by side',
      'Self-report',
      'Through z or through the heads',
      'In the same domain',
      'Whose behaviour it is',
      'Training',
      'Optimisation pressure',
      'What cues elicit',
      'Controls',
      'Instruments',
      'What failed, and what is missing',
      'Methods, and how to cite this run',
      'How this run was made',
    ])
    // One script of its own, and a policy by which no other runs, whatever the texts of a plugin hold.
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none';[^"]* script-src 'sha256-[^']+'"/)
    const still = html.replace(/<script>.*<\/script>/s, '')
    expect(still.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|<link|src=|url\(/)
    expect(html).not.toMatch(/NaN|undefined|\[object/)
    expect(summary.arms.control.full!.response.acquiescence.after.estimate).toBeCloseTo(0.04, 6)
    expect(summary.arms.control.full!.response.alpha.before.estimate).toBeCloseTo(0.9, 6)
  })

  it('says on its first screen where to go on, and how to read it before the first table', () => {
    const [first, second] = html.split('<h2>')
    expect(first).toContain('<code>npx mettle watch</code>')
    expect(first).not.toContain('--foundations')
    expect(run(2).html.split('<h2>')[0]).toContain('<code>--foundations 10</code>')
    expect(second.indexOf('How to read it.')).toBeLessThan(second.indexOf('<table'))
  })

  it('draws a dot for each foundation, and a bar for each estimate', () => {
    const [figure] = html
      .split(/<figcaption><b>Figure \d+\. Revealed drag of each trait/)
      .at(0)!
      .split('<figure>')
      .slice(-1)
    const names = Object.keys(summary.arms.control.full!.drag)
    expect(figure.match(/<circle/g)).toHaveLength(12 * names.length)
    const bars = /<g[^>]*stroke-width="3"[^>]*>(.*?)<\/g>/s.exec(figure)?.[1]
    expect(bars?.match(/<line/g)).toHaveLength(names.length)
  })

  it('says what the numbers say', () => {
    const [control, kl] = rowsOf(summary).map((row) => sentence(row, summary))
    expect(control).toMatch(/^control in full: drag between signs \(p <\.001, sign flips over foundations\)\. /)
    expect(control).toMatch(/Revealed D moved by \+\.40 \[.*\] SD with the sign of the contest: \+\.40 \[.*, −\.40 \[/)
    expect(control).toContain('But the rewarded half is not shown above shuffled: no arm with shuffled reward')
    expect(kl).toMatch(/^kl in full: prevents without cost|^kl in full: reduces drag/)
    expect(kl).toMatch(/Revealed D moved \.20 \[.*\] SD less than in control\. It kept 100 % \[/)
    for (const row of rowsOf(summary)) expect(html).toContain(sentence(row, summary).split('(')[0].slice(0, 40))
  })

  it('says first how much it can say', () => {
    expect(standing(summary)).toMatch(/^Exploratory, on 12 foundations/)
    expect(standing(run(3).summary)).toMatch(/^A smoke run of 3 foundations: .* evidence for nothing/)
    expect(standing({ ...summary, registered: true })).toMatch(/^Confirmatory/)
    const registration = { hash: 'h', commit: 'c', deviations: ['a: 1 → 2'] }
    expect(standing({ ...summary, registration })).toMatch(/^Exploratory: it departs .* in 1 point,/)
    expect(standing({ ...run(3).summary, registration })).toMatch(/^A smoke run .* It departs .* in 1 point,/)
  })

  it('says of an arm without a trial that it has none, and not what it changed', () => {
    const [row] = rowsOf(summary)
    const failed = [{ foundation: 0, error: 'threw' }]
    const said = sentence({ ...row, cell: { ...row.cell, n: 0, failed } }, summary)
    expect(said).toContain('Every trial failed')
    expect(said).not.toContain('n/a')
  })

  it('names what failed, harmless as markup', () => {
    const { html: broken } = run(10, true)
    expect(broken).toContain('a &lt;b&gt;hook&lt;/b&gt; threw')
    expect(broken).not.toContain('<b>hook</b>')
    expect(broken).toContain('trials are missing')
  })

  it('names a direction only where the interval has one', () => {
    const [, row] = rowsOf(summary)
    const said = (low: number, high: number) =>
      sentence(
        { ...row, cell: { ...row.cell, effect: { estimate: (low + high) / 2, interval: [low, high], n: 12 } } },
        summary,
      )
    expect(said(0.1, 0.3)).toContain('Revealed D moved .20 [+.10, +.30] SD less than in control.')
    expect(said(-0.3, -0.1)).toContain('Revealed D moved .20 [−.30, −.10] SD more than in control.')
    const open = said(-0.01, 0.02)
    expect(open).toContain(
      'No difference from control in how far revealed D moved could be shown: +.01 [−.01, +.02] SD',
    )
    expect(open).not.toContain('SD less')
    const alone = { ...row.cell, effect: { estimate: 0.3, interval: null, n: 1 } }
    expect(sentence({ ...row, cell: alone }, summary)).toContain('could be shown: +.30 SD')
  })

  it('draws a curve for each arm that has one, over whole updates', () => {
    const { html: broken } = run(10, true, () => true)
    const [figure] = broken
      .split(/<figcaption><b>Figure \d+\. Reward, full/)
      .at(0)!
      .split('<figure>')
      .slice(-1)
    expect(figure).toContain('>kl<')
    expect(figure).not.toContain('>punished<')
    expect(broken).toContain('Without a trial to draw: kl.')
    expect(html).not.toContain('Without a trial to draw')
    const axis = /aria-label="x-axis tick label"[^>]*>(.*?)<\/g>/s.exec(figure)?.[1] ?? ''
    const ticks = [...axis.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text)
    expect(ticks).toEqual(['0', '1', '2'])
  })

  it('says what else was registered of the same study', () => {
    const registrations = [
      { hash: 'aaaaaaaaaa', commit: 'c', starts: 1, ends: 1 },
      { hash: 'bbbbbbbbbb', commit: 'd', starts: null, ends: null },
    ]
    expect(standing({ ...summary, timing: { registrations } })).toMatch(
      /tiny is registered 2 times, .*: aaaaaaaa started once, ended once; bbbbbbbb has a ledger that cannot be read\.$/,
    )
  })
})

describe('the report of a run at several strengths', () => {
  const WEIGHTS = [0.1, 0.3, 1]
  const asked = { ...study, strengths: { kl: WEIGHTS.map((weight) => ({ weight })) } }
  const drags: Readonly<Record<string, number>> = { control: 0.4, 'kl · 1': 0.3, 'kl · 2': 0.2, 'kl · 3': 0.1 }
  const levelOf = (arm: string, i: number) => {
    const half = arm === 'punished' ? -drags.control : arm.endsWith(' punished') ? -drags[arm.slice(0, -9)] : drags[arm]
    return half + 0.02 * ((i % 3) - 1)
  }
  const { html } = run(5, false, () => false, exploratory(asked), levelOf)

  it('draws each strength, marks the one that the rule chooses, and says the rule', () => {
    expect(html).toContain('<h2>Strengths</h2>')
    expect(html).toContain('Of the strengths whose training retention is at least 0.8')
    const [drawn] = html
      .split(/<figcaption><b>Figure \d+\. Effect and reward kept, by strength/)[0]
      .split('<figure>')
      .slice(-1)
    expect(drawn.match(/<circle/g)).toHaveLength(WEIGHTS.length)
    const rows = [
      ...html.matchAll(
        /<tr><td>kl<\/td><td>(\d)<\/td><td>([^<]*)<\/td><td[^>]*>([^<]*)<\/td>.*?<td[^>]*>([^<]*)<\/td><\/tr>/g,
      ),
    ]
    expect(rows.map(([, n, params]) => [n, JSON.parse(params.replaceAll('&quot;', '"')).weight])).toEqual(
      WEIGHTS.map((weight, i) => [String(i + 1), weight]),
    )
    // What is prevented is .1, .2 and .3 of a drag of .4, all at full reward: the strongest.
    expect(rows.map(([, , , effect]) => effect.slice(0, 4))).toEqual(['+.10', '+.20', '+.30'])
    expect(rows.map(([, , , , chosen]) => chosen)).toEqual(['', '', 'chosen'])
    expect(html).not.toMatch(/NaN|undefined|\[object/)
  })

  it('has a part that others do not have', () => {
    expect(run(12).html).not.toContain('<h2>Strengths</h2>')
  })
})
