import { expect, it } from 'vitest'
import { percent } from '../../../arena/statistics/show.ts'

it('a share that rounds to nothing has no sign', () => {
  expect(percent({ estimate: -0.004, interval: [-0.02, 0.01], n: 12 })).toBe('0 % [−2 %, 1 %]')
})
