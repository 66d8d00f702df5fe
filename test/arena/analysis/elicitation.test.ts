import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { CONTEXTS } from '../../../arena/measure/contexts.ts'
import { elicitationWords } from '../../../arena/report/terminal/elicitation.ts'
import { table } from '../../../arena/report/terminal/table.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { cap } from '../../../interventions/cap.ts'
import { frame } from '../../../interventions/frame.ts'
import { foundation, trial } from './made-up-run.ts'

type Reading = ReturnType<typeof foundation>['untreated']

/** MAN and SPI stand `by(i)` higher under the cue than in the neutral context, and the raw rate with them. */
function under(cue: 'permissive' | 'negated', by: number, base: Reading): Reading {
  const { traits, raw, ...rest } = base.revealed[cue]
  return {
    ...base,
    revealed: { ...base.revealed, [cue]: { ...rest, traits: traits.map((x) => x + by), raw: raw + 2 * by } },
  }
}

/** Six foundations; the arm trains under `cue`, which elicits `mean` give or take `spread`. */
function run(cue: 'permissive' | 'negated' | 'irrelevant', mean: number, spread: number, n = 6) {
  const shown = cue === 'irrelevant' ? 'permissive' : cue
  const arms = {
    control: { interventions: [], regimes: ['full' as const] },
    punished: { ...tiny.arms.punished, regimes: ['full' as const] },
    framed: { interventions: [cap(), frame({ cue })], regimes: ['full' as const] },
  }
  const study = { ...tiny, arms }
  const moved = <T extends { untreated: Reading }>(each: T, i: number): T => ({
    ...each,
    untreated: under(shown, mean + spread * ((i % 3) - 1), each.untreated),
  })
  const foundations = Array.from({ length: n }, (_, i) => moved(foundation(i), i))
  const trials = foundations.flatMap((_, i) =>
    Object.keys(arms).map((arm) =>
      moved(trial(arm, i, { control: 0.4, punished: -0.4, framed: 0.1 }[arm]! + 0.01 * (i % 3), 0.5), i),
    ),
  )
  return summarise(study, foundations, trials, { hash: 'ab', backend: 'wasm' })
}

describe('elicitation before reinforcement', () => {
  it('is the change of D and of the raw rate against neutral, next to shift × strength', () => {
    const { elicitation } = run('permissive', 0.3, 0.02).foundations
    expect(Object.keys(elicitation)).toEqual(CONTEXTS.filter((each) => each !== 'neutral'))
    expect(elicitation.permissive).toMatchObject({ heard: true, declared: 0.25 })
    expect(elicitation.permissive?.D.estimate).toBeCloseTo(0.3, 10)
    expect(elicitation.permissive?.raw.estimate).toBeCloseTo(0.3, 10)
    expect(elicitation.negated).toMatchObject({ heard: false, declared: -0.25 })
    expect(elicitation.training?.declared).toBeNull()
    expect(elicitation.forbidding?.D.estimate).toBe(0)
  })

  it('a framed row whose cue elicits says nothing of it', () => {
    const summary = run('permissive', 0.3, 0.02)
    expect(summary.arms.framed.full?.verdict.caution).toBeUndefined()
    expect(summary.arms.control.full?.verdict).not.toHaveProperty('caution')
    expect(table(summary)).not.toContain('(!)')
  })

  it('one whose cue elicits nothing says so, and its word stays', () => {
    const [silent, heard] = [run('permissive', 0.01, 0.1), run('permissive', 0.3, 0.02)]
    const { caution, ...verdict } = silent.arms.framed.full!.verdict
    expect(caution).toMatch(/^permissive elicits nothing shown before reinforcement \(D \+\.01 \[/)
    expect(verdict).toEqual(heard.arms.framed.full?.verdict)
    expect(table(silent)).toContain('(!) framed in full: permissive elicits nothing')
    expect(elicitationWords(silent)).toContain('negated*')
  })

  it('one whose cue does the opposite of its meaning says so', () => {
    expect(run('negated', 0.3, 0.02).arms.framed.full?.verdict.caution).toContain('the opposite of its meaning')
  })

  it('without an interval nothing is shown; the irrelevant cue is meant to do nothing', () => {
    expect(run('permissive', 0.3, 0, 1).arms.framed.full?.verdict.caution).toContain('is missing')
    expect(run('irrelevant', 0, 0).arms.framed.full?.verdict).not.toHaveProperty('caution')
  })
})
