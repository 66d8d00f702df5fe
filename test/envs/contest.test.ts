import { describe, expect, it } from 'vitest'
import { ENVS } from '../../envs/catalog.ts'
import { defineEnv } from '../../envs/make-env.ts'
import { kuhn } from '../fixtures/kuhn.ts'

describe('the contest of an env', () => {
  it('is declared by every shipped env', () => {
    for (const { spec } of ENVS) expect(['zero-sum', 'mixed'], spec.id).toContain(spec.contest)
  })

  it('is required of train envs, by name, when they are defined', () => {
    const { contest: _, ...before } = kuhn.spec
    expect(() => defineEnv(before)).toThrow(
      "env kuhn: expected contest: 'zero-sum' (payoffs of all seats sum to a constant) or 'mixed', got undefined",
    )
    expect(() => defineEnv({ ...before, contest: 'friendly' as never })).toThrow('got "friendly"')
  })

  it('is mixed where an eval env does not say', () => {
    const { contest: _, ...before } = kuhn.spec
    expect(defineEnv({ ...before, kind: 'eval', items: 1 })().contest).toBe('mixed')
  })
})
