import * as Plot from '@observablehq/plot'
import type { Estimate } from '../../statistics/estimate.ts'
import { document, FONT, type Frame, figure, plain } from './figures.ts'
import type { Html } from './html.ts'
import { COLOURS, FAINT } from './style.ts'

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
        { x: 'x', y1: 'y1', y2: 'y2', ...FAINT },
      ),
      Plot.ruleY(
        rows.filter(({ x1 }) => x1 !== null),
        { y: 'y', x1: 'x1', x2: 'x2', ...FAINT },
      ),
      Plot.dot(rows, { x: 'x', y: 'y', r: 4.5, symbol: 'diamond', fill: COLOURS.mean, stroke: 'white' }),
      ...(['start', 'end'] as const).map((textAnchor) =>
        Plot.text(
          rows.filter((row) => crowded(row, rows) === (textAnchor === 'end')),
          { x: 'x', y: 'y', text: 'name', dx: textAnchor === 'end' ? -8 : 8, dy: -7, textAnchor },
        ),
      ),
    ],
  })
  return figure(svg, frame, rows)
}

interface Placed {
  readonly x: number
  readonly y: number
}

/** Whether a name to the right of a spot would run into the next one: a name is about an eighth of the range wide, and a line a twentieth of it high. */
function crowded(spot: Placed, all: readonly Placed[]): boolean {
  const range = (of: readonly number[]) => Math.max(0, ...of) - Math.min(0, ...of)
  const [wide, high] = [range(all.map(({ x }) => x)) / 8, range(all.map(({ y }) => y)) / 20]
  return all.some(({ x, y }) => x > spot.x && x - spot.x < wide && Math.abs(y - spot.y) < high)
}
