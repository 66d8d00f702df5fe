import * as Plot from '@observablehq/plot'
import { document, FONT, type Frame, figure } from './figures.ts'
import type { Html } from './html.ts'
import { COLOURS, FAINT } from './style.ts'

/** A point of a training curve, in the panel of its arm; of the half in which power is rewarded, or of its twin. */
export interface CurvePoint {
  readonly panel: string
  readonly half: 'rewarded' | 'punished'
  readonly foundation: number
  readonly update: number
  readonly value: number
}

/** Panels in a row. */
const ACROSS = 4

/** Updates of an arm that are drawn at most, about: a panel is 200 pixels wide, and 320 of 24 pairs made a page of 26 MB. */
const DRAWN = 40

/** Every so many updates of a panel, and its last, so that all lines of a panel have the same ones. */
export function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const last = new Map<string, number>()
  for (const { panel, update } of points) last.set(panel, Math.max(update, last.get(panel) ?? 0))
  const kept = (update: number, end: number) => update === end || update % Math.ceil((end + 1) / DRAWN) === 0
  return points.filter(({ panel, update }) => kept(update, last.get(panel) ?? 0))
}

/** A panel an arm, in rows: a thin line a foundation, the mean of each half thick. */
export function lines(all: readonly CurvePoint[], panels: readonly string[], frame: Frame): Html {
  const points = thinned(all)
  const { title, x } = frame
  const left = points.length < all.length ? ` Of each arm about ${DRAWN} updates are drawn; the tables have all.` : ''
  const caption = frame.caption + left
  const place = (panel: string) => {
    const at = panels.indexOf(panel)
    return { fx: at % ACROSS, fy: Math.floor(at / ACROSS) }
  }
  const placed = points.map((point) => ({ ...point, ...place(point.panel), line: `${point.half} ${point.foundation}` }))
  const down = Math.ceil(panels.length / ACROSS)
  const where = { x: 'update', y: 'value', fx: 'fx', fy: 'fy' }
  const mean = (half: CurvePoint['half'], stroke: string) =>
    Plot.line(
      placed.filter((point) => point.half === half),
      Plot.groupX({ y: 'mean' }, { ...where, stroke, strokeWidth: 2.5 }),
    )
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 60 + 145 * down,
    marginLeft: 60,
    marginTop: 24,
    marginBottom: 42,
    x: { label: 'update →', ticks: wholeTicks(points, 3), tickFormat: 'd', inset: 4 },
    y: { label: x, labelAnchor: 'center', labelArrow: false, grid: true, nice: true, ticks: 4 },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      Plot.ruleY([0], { stroke: COLOURS.rule }),
      Plot.line(placed, { ...where, z: 'line', ...FAINT, strokeWidth: 0.75 }),
      mean('punished', COLOURS.other),
      mean('rewarded', COLOURS.mean),
      Plot.text(
        panels.map((panel) => ({ panel: panel.length > 28 ? `${panel.slice(0, 27)}…` : panel, ...place(panel) })),
        { text: 'panel', fx: 'fx', fy: 'fy', frameAnchor: 'top-left', dy: -14, fontWeight: 600 },
      ),
    ],
  })
  return figure(
    svg,
    { title, caption },
    points.map(({ panel, half, foundation, update, value }) => ({ arm: panel, half, foundation, update, value })),
  )
}

/** About so many round updates within the reach of the points: there is no half of one. */
function wholeTicks(points: readonly CurvePoint[], count: number): number[] {
  const [first, last] = points.reduce(
    ([low, high], { update }) => [Math.min(low, update), Math.max(high, update)],
    [Number.POSITIVE_INFINITY, 0],
  )
  let step = 1
  for (let i = 0; (last - first) / step > count; i++) step *= [2, 2.5, 2][i % 3]
  const from = Math.ceil(first / step)
  return Array.from({ length: Math.floor(last / step) - from + 1 }, (_, i) => (from + i) * step)
}
