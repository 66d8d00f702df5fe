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

interface CurvePoint {
  readonly arm: string
  readonly foundation: number
  readonly update: number
  readonly value: number
}

/** A panel an arm: a thin line a foundation, their mean thick. */
export function lines(points: readonly CurvePoint[], arms: readonly string[], { title, caption, x }: Frame): Html {
  const svg = Plot.plot({
    document,
    style: FONT,
    width: 900,
    height: 205,
    marginLeft: 60,
    marginBottom: 42,
    x: { label: 'update →', ticks: wholeTicks(points, arms.length > 4 ? 2 : 5), tickFormat: 'd', inset: 4 },
    y: { label: x, labelAnchor: 'center', labelArrow: false, grid: true, nice: true, ticks: 5 },
    fx: { label: null, domain: [...arms], padding: 0.12 },
    marks: [
      Plot.ruleY([0], { stroke: COLOURS.rule }),
      Plot.line(points, {
        x: 'update',
        y: 'value',
        z: 'foundation',
        fx: 'arm',
        stroke: COLOURS.dots,
        strokeOpacity: 0.55,
        strokeWidth: 1,
      }),
      Plot.line(
        points,
        Plot.groupX({ y: 'mean' }, { x: 'update', y: 'value', fx: 'arm', stroke: COLOURS.mean, strokeWidth: 2.5 }),
      ),
    ],
  })
  return figure(
    svg,
    { title, caption },
    points.map(({ arm, foundation, update, value }) => ({ arm, foundation, update, value })),
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
