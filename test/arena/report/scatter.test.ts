import { expect, it } from 'vitest'
import { scatter } from '../../../arena/report/page/scatter.ts'

const exactly = (estimate: number) => ({ estimate, interval: [estimate, estimate] as const, n: 12 })
const spot = (name: string, x: number, y: number) => ({ name, x: exactly(x), y: exactly(y) })
const frame = { title: 'A figure', caption: 'What it shows.', x: 'kept', y: 'effect' }

it('writes the name of a spot on its left where another spot stands close by on its right', () => {
  const { markup } = scatter([spot('report', 0.85, 0.2), spot('kl', 0.91, 0.201), spot('cap', 1, 0.6)], frame)
  const anchors = [...markup.matchAll(/text-anchor="(start|end)"[^>]*>(.*?)<\/g>/gs)]
  const side = (name: string) =>
    anchors.filter(([, , names]) => names.includes(`>${name}<`)).map(([, anchor]) => anchor)
  expect(side('report')).toEqual(['end'])
  expect(side('kl')).toEqual(['start'])
  expect(side('cap')).toEqual(['start'])
})
