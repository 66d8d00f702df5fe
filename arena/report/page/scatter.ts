import * as Plot from '@observablehq/plot'
import type { Estimate } from '../../statistics/estimate.ts'
import { document, FONT, type Frame, figure, plain } from './figures.ts'
import type { Html } from './html.ts'
import { COLOURS } from './style.ts'

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
