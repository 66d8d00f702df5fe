import { describe, expect, it } from 'vitest'
import { CONTESTS, chosen } from '../../../../arena/bench/compare/rows.ts'
import { benchCommand } from '../../../../arena/cli/bench.ts'

const ids = (contests: ReturnType<typeof chosen>) => contests.flatMap(({ rows }) => rows.map(({ id }) => id))

describe('rows', () => {
  it('have names of their own, and the help lists them in order', () => {
    const all = ids([...CONTESTS])
    expect(new Set(all).size).toBe(all.length)
    expect(benchCommand().helpInformation().replace(/\s+/g, ' ')).toContain(`of ${all.join(', ')}`)
  })

  it('leave the long ones out unless they are asked for', () => {
    expect(ids(chosen(undefined, false))).not.toContain('e0')
    expect(ids(chosen(undefined, true))).toEqual(ids([...CONTESTS]))
    expect(ids(chosen('start', true))).toEqual(['start'])
    expect(() => chosen('e0', false)).toThrow('--only: expected --long beside e0')
  })

  it('are shown alone where their contest gives more', () => {
    const [contest, ...none] = chosen('trial,memory', false)
    expect(none).toEqual([])
    expect(contest.program).toBe('jobs')
    expect(ids([contest])).toEqual(['trial', 'memory'])
  })

  it('are refused by name, with the nearest', () => {
    expect(() => chosen('ppo,respnd', false)).toThrow(/--only: expected rows of imitation-512.+got respnd.+respond/)
  })
})
