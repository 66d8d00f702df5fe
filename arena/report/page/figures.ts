import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { THRESHOLDS } from '../../measure/instruments/thresholds.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { data } from './downloads.ts'
import { type Html, html, raw } from './html.ts'
import { COLOURS, FAINT } from './style.ts'

export const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** An estimate at a place of a figure; foundations that make it up as dots, if they are shown. */
export interface Mark {
  readonly y: string
  readonly facet?: string
  readonly estimate: Estimate
  readonly dots?: readonly number[]
}

/** What stands around a figure. */
export interface Frame {
  readonly title: string
  readonly caption: string
  readonly x: string
}

export const FONT = { fontFamily: 'system-ui, "DejaVu Sans", sans-serif', fontSize: '12px' }

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
      Plot.dot(dots, { x: 'value', y: 'y', ...fx, dy: 8, r: 2.25, ...FAINT }),
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

export function plain(e: Estimate): { mean: number | null; low: number | null; high: number | null } {
  if (e.estimate === null) return { mean: null, low: null, high: null }
  return { mean: e.estimate, low: e.interval?.[0] ?? null, high: e.interval?.[1] ?? null }
}

/** R² of every trait on exact policies and on plays, beside the threshold. */
export function reliability(r2: Readonly<Record<string, { exact: number; plays: number }>>, frame: Frame): Html {
  const traits = Object.keys(r2)
  const rows = traits.flatMap((trait) => [
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
    y: { label: null, domain: traits, tickSize: 0 },
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

/** A drawing with its title, caption and the rows behind it. */
export const figure = (
  svg: { outerHTML: string; setAttribute(name: string, value: string): void },
  { title, caption }: Pick<Frame, 'title' | 'caption'>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Html => {
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', title)
  return html`<figure>${raw(svg.outerHTML)}<figcaption><b>${title}.</b> ${caption}</figcaption>${data(rows)}</figure>`
}
