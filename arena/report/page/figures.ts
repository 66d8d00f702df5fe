import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { TRAITS } from '../../../agents/traits.ts'
import { THRESHOLDS } from '../../measure/instruments/thresholds.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { data } from './downloads.ts'
import { type Html, html, raw } from './html.ts'
import { COLOURS } from './style.ts'

const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** An estimate at a place of a figure; foundations that make it up as dots, if they are shown. */
export interface Mark {
  readonly y: string
  readonly facet?: string
  readonly estimate: Estimate
  readonly dots?: readonly number[]
}

interface Frame {
  readonly title: string
  readonly caption: string
  readonly x: string
}

const FONT = { fontFamily: 'system-ui, "DejaVu Sans", sans-serif', fontSize: '12px' }

/** Estimates with 95 % intervals over dots, a line each, beside a line at 0. */
export function intervals(marks: readonly Mark[], { title, caption, x }: Frame): Html {
  const ys = [...new Set(marks.map(({ y }) => y))]
  const facets = [...new Set(marks.map(({ facet }) => facet ?? ''))]
  const rows = marks
    .map(({ estimate, y, facet = '' }) => ({ y, facet, ...plain(estimate) }))
    .filter(({ mean }) => mean !== null)
  const dots = marks.flatMap(({ dots: own = [], y, facet = '' }) => own.map((value) => ({ value, y, facet })))
  const fx = facets.length > 1 ? { fx: 'facet' } : {}
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 70 + (dots.length > 0 ? 30 : 26) * ys.length + (facets.length > 1 ? 18 : 0),
    marginLeft: 12 + 7 * Math.max(...ys.map((y) => y.length)),
    marginRight: 16,
    marginBottom: 42,
    x: { label: `${x} →`, grid: true, nice: true, ticks: facets.length > 2 ? 2 : 8 },
    y: { label: null, domain: ys, tickSize: 0 },
    fx: { label: null, domain: facets },
    marks: [
      Plot.ruleX([0], { stroke: COLOURS.rule }),
      Plot.dot(dots, { x: 'value', y: 'y', ...fx, dy: 8, r: 2.25, stroke: COLOURS.dots, strokeOpacity: 0.8 }),
      Plot.ruleY(
        rows.filter(({ low }) => low !== null),
        { x1: 'low', x2: 'high', y: 'y', ...fx, stroke: COLOURS.mean, strokeWidth: 3 },
      ),
      Plot.dot(rows, { x: 'mean', y: 'y', ...fx, r: 4.5, symbol: 'diamond', fill: COLOURS.mean, stroke: 'white' }),
    ],
  })
  return figure(svg, { title, caption }, [
    ...rows.map(({ y, facet, mean, low, high }) => ({ row: y, panel: facet, kind: 'mean', value: mean, low, high })),
    ...dots.map(({ y, facet, value }) => ({ row: y, panel: facet, kind: 'foundation', value, low: '', high: '' })),
  ])
}

function plain(e: Estimate): { mean: number | null; low: number | null; high: number | null } {
  if (e.estimate === null) return { mean: null, low: null, high: null }
  return { mean: e.estimate, low: e.interval?.[0] ?? null, high: e.interval?.[1] ?? null }
}

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

/** A panel an arm, in rows: a thin line a foundation, the mean of each half thick. */
export function lines(points: readonly CurvePoint[], panels: readonly string[], frame: Frame): Html {
  const { title, caption, x } = frame
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
      Plot.line(placed, { ...where, z: 'line', stroke: COLOURS.dots, strokeOpacity: 0.35, strokeWidth: 1 }),
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

/** A place in a plane with its 95 % intervals, named. */
export interface Spot {
  readonly name: string
  readonly x: Estimate
  readonly y: Estimate
}

/** Estimates against estimates, with a line at 0 or, where both are one quantity, at equality. */
export function scatter(
  spots: readonly Spot[],
  frame: Frame & { readonly y: string; readonly equality?: boolean },
): Html {
  const rows = spots.flatMap(({ name, x, y }) => {
    const [a, b] = [plain(x), plain(y)]
    return a.mean === null || b.mean === null
      ? []
      : [{ name, x: a.mean, x1: a.low, x2: a.high, y: b.mean, y1: b.low, y2: b.high }]
  })
  const ends = rows.flatMap(({ x, y }) => [x, y])
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 420,
    marginLeft: 60,
    marginRight: 150,
    marginBottom: 42,
    x: { label: `${frame.x} →`, grid: true, nice: true },
    y: { label: `↑ ${frame.y}`, grid: true, nice: true },
    marks: [
      Plot.ruleY([0], { stroke: COLOURS.rule }),
      Plot.ruleX([0], { stroke: COLOURS.rule }),
      ...(frame.equality
        ? [
            Plot.line(
              [
                [low, low],
                [high, high],
              ],
              { stroke: COLOURS.other, strokeDasharray: '4,3' },
            ),
          ]
        : []),
      Plot.ruleX(
        rows.filter(({ y1 }) => y1 !== null),
        { x: 'x', y1: 'y1', y2: 'y2', stroke: COLOURS.dots, strokeOpacity: 0.5 },
      ),
      Plot.ruleY(
        rows.filter(({ x1 }) => x1 !== null),
        { y: 'y', x1: 'x1', x2: 'x2', stroke: COLOURS.dots, strokeOpacity: 0.5 },
      ),
      Plot.dot(rows, { x: 'x', y: 'y', r: 4.5, symbol: 'diamond', fill: COLOURS.mean, stroke: 'white' }),
      Plot.text(rows, { x: 'x', y: 'y', text: 'name', dx: 8, dy: -7, textAnchor: 'start' }),
    ],
  })
  return figure(svg, frame, rows)
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

/** R² of every trait on exact policies and on plays, beside the threshold. */
export function reliability(r2: Readonly<Record<string, { exact: number; plays: number }>>, frame: Frame): Html {
  const rows = TRAITS.flatMap((trait) => [
    { trait, value: Math.max(0, r2[trait].exact), kind: 'exact policies' },
    { trait, value: Math.max(0, r2[trait].plays), kind: 'sampled plays' },
  ])
  const kinds = ['exact policies', 'sampled plays']
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 262,
    marginLeft: 56,
    marginBottom: 42,
    x: { label: `${frame.x} →`, domain: [0, 1], grid: true },
    y: { label: null, domain: [...TRAITS], tickSize: 0 },
    symbol: { domain: kinds, range: ['diamond', 'circle'] },
    marks: [
      Plot.ruleX([THRESHOLDS.r2], { stroke: COLOURS.other, strokeDasharray: '4,3' }),
      Plot.dot(rows, {
        x: 'value',
        y: 'trait',
        symbol: 'kind',
        r: 4.5,
        stroke: ({ kind }: { kind: string }) => (kind === kinds[0] ? COLOURS.mean : COLOURS.other),
        strokeWidth: 1.75,
      }),
    ],
  })
  return figure(svg, frame, rows)
}

const figure = (
  svg: { outerHTML: string; setAttribute(name: string, value: string): void },
  { title, caption }: Pick<Frame, 'title' | 'caption'>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Html => {
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', title)
  return html`<figure>${raw(svg.outerHTML)}<figcaption><b>${title}.</b> ${caption}</figcaption>${data(rows)}</figure>`
}
