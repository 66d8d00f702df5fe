import * as Plot from '@observablehq/plot'
import { type Choice, choose, KEEPS, RULE } from '../../analysis/strengths.ts'
import { percent, show } from '../../statistics/show.ts'
import { atStrength, type Strengths } from '../../study/strengths.ts'
import type { Study } from '../../study/study.ts'
import type { PageInput } from './facts.ts'
import { document, FONT, figure, plain } from './figures.ts'
import { grid, html } from './html.ts'
import { type Section, section } from './section.ts'
import { COLOURS, FAINT } from './style.ts'
import { SD } from './units.ts'

/** Every intervention at each strength that was tried of it: what it prevents, what it costs, and which one the rule takes. */
export function strengths({ study, summary }: PageInput): Section | null {
  const tried = triedIn(study)
  if (Object.keys(tried).length === 0) return null
  const choices = choose(tried, summary)
  const rows = choices.flatMap(({ arm, tried: sets, chosen }) =>
    sets.map(({ params, effect, retention }, at) => [
      ...[arm, String(at + 1), JSON.stringify(params), show(effect), percent(retention)],
      at === chosen ? 'chosen' : '',
    ]),
  )
  return section(
    'Strengths',
    html`<p>How a strength is chosen: ${RULE}</p>
${curves(choices)}
${grid(['intervention', 'strength', 'params', `effect on D, ${SD}`, 'reward kept in training', ''], rows, 3)}`,
  )
}

/** Arms that this study runs at several strengths, with the params of each, weakest first. */
function triedIn({ arms }: Study): Strengths {
  const names = [...new Set(Object.keys(arms).map((name) => name.replace(/ · \d+$/, '')))]
  const sets = (name: string) => {
    const found: Readonly<Record<string, unknown>>[] = []
    for (let arm = arms[atStrength(name, 0)]; arm; arm = arms[atStrength(name, found.length)])
      found.push(arm.interventions[arm.interventions.length - 1].params)
    return found
  }
  return Object.fromEntries(names.map((name) => [name, sets(name)] as const).filter(([, found]) => found.length > 0))
}

/** Panels in a row. */
const ACROSS = 4

/** A panel an intervention: effect over reward kept, from its weakest strength to its strongest. */
function curves(choices: readonly Choice[]) {
  const rows = choices.flatMap(({ arm, tried, chosen }, panel) =>
    tried.flatMap(({ effect, retention }, at) => {
      const [y, x] = [plain(effect), plain(retention)]
      if (y.mean === null || x.mean === null) return []
      const place = { fx: panel % ACROSS, fy: Math.floor(panel / ACROSS) }
      return [
        {
          ...place,
          arm,
          strength: at + 1,
          kept: x.mean,
          effect: y.mean,
          low: y.low,
          high: y.high,
          chosen: at === chosen,
        },
      ]
    }),
  )
  const where = { x: 'kept', y: 'effect', fx: 'fx', fy: 'fy' }
  const titles = choices.map(({ arm }, panel) => ({
    title: arm.length > 28 ? `${arm.slice(0, 27)}…` : arm,
    ...{ fx: panel % ACROSS, fy: Math.floor(panel / ACROSS) },
  }))
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 60 + 165 * Math.ceil(choices.length / ACROSS),
    ...{ marginLeft: 60, marginTop: 24, marginBottom: 42 },
    x: { label: 'reward kept in training →', ticks: 3, inset: 10, nice: true, tickFormat: '.0%' },
    y: { label: 'effect on D, SD', labelAnchor: 'center', labelArrow: false, grid: true, nice: true, ticks: 4 },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      Plot.ruleY([0], { stroke: COLOURS.rule }),
      Plot.ruleX([KEEPS], { stroke: COLOURS.other, strokeDasharray: '4,3' }),
      Plot.ruleX(
        rows.filter(({ low }) => low !== null),
        { x: 'kept', y1: 'low', y2: 'high', fx: 'fx', fy: 'fy', ...FAINT },
      ),
      Plot.line(rows, { ...where, z: 'arm', stroke: COLOURS.mean, strokeWidth: 1.5 }),
      Plot.dot(rows, { ...where, r: 7, fill: fillOf, stroke: COLOURS.mean, strokeWidth: 1.5 }),
      Plot.text(rows, { ...where, text: 'strength', fontWeight: 600, fill: inkOf }),
      Plot.text(titles, { text: 'title', fx: 'fx', fy: 'fy', frameAnchor: 'top-left', dy: -14, fontWeight: 600 }),
    ],
  })
  return figure(
    svg,
    {
      title: 'Effect and reward kept, by strength',
      caption: `Effect on D over the share of the learned reward that is kept in training; 1 is the weakest strength, bars are 95 % intervals of the effect. Filled: the one that the rule chooses. Left of the dashed line less than ${100 * KEEPS} % of the reward is kept. A strength of which either is missing is not drawn.`,
    },
    rows.map(({ fx: _, fy: __, ...row }) => row),
  )
}

const fillOf = ({ chosen }: { chosen: boolean }) => (chosen ? COLOURS.mean : 'white')
const inkOf = ({ chosen }: { chosen: boolean }) => (chosen ? 'white' : '#1b1b1b')
