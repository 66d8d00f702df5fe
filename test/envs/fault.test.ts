import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { AgentFailure } from '../../arena/play/lockstep.ts'
import { Refusal } from '../../arena/refusal/errors.ts'
import { holm } from '../../arena/statistics/holm.ts'
import { HookError } from '../../arena/trial/pipeline.ts'
import { HttpError } from '../../arena/viewer/guard.ts'
import { ArgumentFault, FAULTS, Fault } from '../../envs/fault.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

it('docs/errors.md has every code with its meaning', () => {
  for (const [code, meaning] of Object.entries(FAULTS)) expect(page).toContain(`| \`${code}\` | ${meaning} |`)
})

it('every class has its code', () => {
  const hook = new HookError('kl', 'loss', new Error('no'))
  const made = [new Refusal('no'), new AgentFailure('no'), hook, new HttpError(404, 'no'), new ArgumentFault('no')]
  const codes = made.map(({ code }) => code)
  expect(codes).toEqual(['METTLE_REFUSED', 'METTLE_AGENT', 'METTLE_HOOK', 'METTLE_HTTP', 'METTLE_ARGUMENT'])
  for (const { name } of made) expect(page).toContain(`\`${name}\``)
  expect(hook).toBeInstanceOf(Fault)
  expect(() => holm([2])).toThrow(RangeError)
  expect(() => holm([2])).toThrow(expect.objectContaining({ code: 'METTLE_ARGUMENT' }))
})
