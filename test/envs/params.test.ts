import { expect, it } from 'vitest'
import { z } from 'zod'
import { boardroom } from '../../envs/boardroom/env.ts'
import { cap } from '../../interventions/cap.ts'

/** What a factory says of params that do not fit. */
function said(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    expect(error).toBeInstanceOf(z.ZodError)
    return (error as z.ZodError).issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n')
  }
  return 'nothing'
}

it('params that do not fit name the plugin, what was got and where the ranges stand', () => {
  expect(said(() => cap({ quantile: 2 }))).toBe(
    'quantile: intervention cap: Too big: expected number to be <=1, got 2; npx mettle schema intervention cap lists ranges and defaults',
  )
  expect(said(() => boardroom({ rounds: 'many' as never }))).toMatch(/^rounds: env boardroom: .*, got "many"; npx/)
  expect(said(() => cap({ quantil: 0.5 } as never))).toMatch(/intervention cap: Unrecognized key: "quantil"/)
})
