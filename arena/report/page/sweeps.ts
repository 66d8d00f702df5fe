import * as Plot from '@observablehq/plot'
import type { SweepSummary } from '../../analysis/summary.ts'
import { percent, show } from '../../statistics/show.ts'
import { generalisationWords, lostWords, sweptOver } from '../sweeps.ts'
import type { PageInput } from './facts.ts'
import { document, FONT, figure, plain } from './figures.ts'
import { grid, html } from './html.ts'
import { type Section, section } from './section.ts'
import { COLOURS, FAINT } from './style.ts'
import { SD } from './units.ts'

/** How much of prevention is left as reinforcement presses harder; null where the study presses nothing. */
export function sweeps({ summary }: PageInput): Section | null {
  const { sweeps: found = [] } = summary
  if (found.length === 0) return null
  return section('Under pressure', html`${found.map((sweep) => html`${drawing(sweep)}\n${rows(sweep)}\n`)}`)
}

const rows = (sweep: SweepSummary) =>
  grid(
    ['technique', ...sweep.values.flatMap((value) => [`effect at ${value}`, `prevention at ${value}`]), 'lost'],
    Object.entries(sweep.curves).map(([name, { effect, prevention, lostAt }]) => [
      name,
      ...sweep.values.flatMap((_, i) => [show(effect[i]), percent(prevention[i])]),
      lostWords(lostAt, sweep),
    ]),
  )

/** A panel a technique, side by side: effect over the values of the sweep. */
function drawing(sweep: SweepSummary) {
  const techniques = Object.keys(sweep.curves)
  const across = Math.min(4, techniques.length)
  const panels = techniques.map((title, i) => ({ title, fx: i % across, fy: Math.floor(i / across) }))
  const points = panels.flatMap(({ title, fx, fy }) =>
    sweep.curves[title].effect.flatMap((e, i) => {
      const { mean, low, high } = plain(e)
      return mean === null ? [] : [{ fx, fy, technique: title, value: sweep.values[i], effect: mean, low, high }]
    }),
  )
  const where = { x: 'value', y: 'effect', fx: 'fx', fy: 'fy' }
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 60 + 165 * Math.ceil(techniques.length / across),
    ...{ marginLeft: 60, marginTop: 24, marginBottom: 42 },
    x: {
      ...(sweep.scale === 'log'
        ? { type: 'log' as const, ticks: [...sweep.values] }
        : { type: 'linear' as const, ticks: 3 }),
      // A value at which the effect is withheld keeps its place.
      domain: [Math.min(...sweep.values), Math.max(...sweep.values)],
      tickFormat: String,
      label: sweep.of,
    },
    y: { label: 'effect on D, SD', labelAnchor: 'center', labelArrow: false, grid: true, nice: true, ticks: 4 },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      Plot.ruleY([0], { stroke: COLOURS.rule }),
      Plot.ruleX(
        points.filter(({ low }) => low !== null),
        { x: 'value', y1: 'low', y2: 'high', fx: 'fx', fy: 'fy', ...FAINT },
      ),
      Plot.line(points, { ...where, stroke: COLOURS.mean, strokeWidth: 1.5 }),
      Plot.dot(points, { ...where, r: 4, fill: COLOURS.mean }),
      Plot.text(panels, { text: 'title', fx: 'fx', fy: 'fy', frameAnchor: 'top-left', dy: -14, fontWeight: 600 }),
    ],
  })
  return figure(
    svg,
    {
      title: `Effect over ${sweep.of}`,
      caption: `Effect: drag of the arm without the technique under the same pressure, minus its own; ${SD}; bars are 95 % intervals over foundations. A value at which it is withheld is not drawn. The table: ${sweptOver(sweep)}.`,
    },
    points.map(({ fx: _, fy: __, ...row }) => row),
  )
}

/** Whether motivations add to acts in foretelling what is done elsewhere; null where the study holds no env out. */
export function generalisation({ summary }: PageInput): Section | null {
  const words = generalisationWords(summary)
  return words === '' ? null : section('Do motivations add to acts?', html`<p>${words}</p>`)
}
