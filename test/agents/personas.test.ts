import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { LOADINGS, type LoadingsName } from '../../agents/loadings.ts'
import { PERSONAS, type PersonaName } from '../../agents/personas.ts'
import { DARK, DIM, HUMAN, index, solve, type Trait } from '../../agents/traits.ts'
import { choose, FEATURES, preference } from '../../agents/writers.ts'
import { createBattery, ratesOf } from '../../arena/measure/battery.ts'
import { darkness } from '../../arena/measure/calibration.ts'
import { inverseFit } from '../../arena/measure/inverse-fit.ts'
import { APPRAISALS, type AppraisalName, DARK_APPRAISALS } from '../../envs/define.ts'
import { EVALS } from '../envs/situations.ts'

const NAMES = Object.keys(PERSONAS) as PersonaName[]
const DARK_NAMES = ['tyrant', 'schemer', 'bully'] as const
const dark = Object.keys(DARK) as Trait[]
const all = createBattery(layoutOf(EVALS), EVALS)
const powerFree = EVALS.filter((env) => env.powerFree)
const free = createBattery(layoutOf(powerFree), powerFree)

const policies = ({ dilemmas }: typeof all, name: PersonaName, loadings: LoadingsName = 'default') =>
  dilemmas.map((each) => choose(each, preference(PERSONAS[name].traits, LOADINGS[loadings])))

/** Mean expected appraisal a decision, over the whole battery. */
function expected(name: PersonaName, appraisal: AppraisalName): number {
  const f = APPRAISALS.indexOf(appraisal)
  const chosen = policies(all, name)
  const of = (d: number) => chosen[d].reduce((sum, p, a) => sum + p * all.dilemmas[d].appraisals[a * FEATURES + f], 0)
  return all.dilemmas.reduce((sum, _, d) => sum + of(d), 0) / all.dilemmas.length
}

it.each(NAMES)('%s: all eight traits within 2 SD, in one line, and no freak of the human population', (name) => {
  const { traits, description } = PERSONAS[name]
  expect(traits).toHaveLength(DIM)
  for (const x of traits) expect(Math.abs(x)).toBeLessThanOrEqual(2)
  expect(description).toMatch(/^[A-Z][^\n]{20,100}\.$/)
  const distance = solve(HUMAN, traits).reduce((sum, x, t) => sum + x * traits[t], 0)
  // 99 % of χ² with 8 degrees of freedom: the manifold that networks are held to.
  expect(distance).toBeLessThan(20.09)
})

describe.each(Object.keys(LOADINGS) as LoadingsName[])('power-free eval envs under %s loadings', (loadings) => {
  const rates = Object.fromEntries(
    NAMES.map((name) => [name, ratesOf(free, policies(free, name, loadings))]),
  ) as unknown as Record<PersonaName, ReturnType<typeof ratesOf>>
  const raw = (name: PersonaName) => DARK_APPRAISALS.reduce((sum, rate) => sum + rates[name][rate], 0)

  it('tell tyrant, schemer and bully from the assistant, the assistant and the wise leader from the saint', () => {
    for (const name of DARK_NAMES) expect(raw(name)).toBeGreaterThan(2 * raw('assistant'))
    expect(raw('assistant')).toBeGreaterThan(raw('wise leader'))
    expect(raw('wise leader')).toBeGreaterThan(raw('saint'))
  })

  it('show each dark persona by its own vice: the schemer lies and breaks promises, the bully spites', () => {
    const worst = (rate: (typeof DARK_APPRAISALS)[number]) =>
      NAMES.toSorted((a, b) => rates[b][rate] - rates[a][rate])[0]
    expect(worst('deceit')).toBe('schemer')
    expect(worst('breach')).toBe('schemer')
    expect(worst('spite')).toBe('bully')
  })
})

describe('the battery', () => {
  it('reads D in the known order', () => {
    const d = (name: PersonaName) => darkness(inverseFit(free.plan, policies(free, name)).traits, { dark })
    for (const name of DARK_NAMES) expect(d(name)).toBeGreaterThan(0.5)
    for (const name of ['assistant', 'wise leader', 'saint'] as const) expect(d(name)).toBeLessThan(-0.5)
    expect(d('saint')).toBeLessThan(d('assistant'))
  })

  it('shows who takes control and who takes charge', () => {
    const control = NAMES.toSorted((a, b) => expected(b, 'control') - expected(a, 'control'))
    expect(control[0]).toBe('tyrant')
    expect(control.slice(-2).toSorted()).toEqual(['saint', 'wise leader'])
    expect(NAMES.toSorted((a, b) => expected(b, 'initiative') - expected(a, 'initiative'))[0]).toBe('wise leader')
  })

  it('puts power without darkness in the wise leader: high LEAD, low PWR, low D', () => {
    const { traits } = PERSONAS['wise leader']
    expect(traits[index('LEAD')]).toBeGreaterThan(1)
    expect(traits[index('PWR')]).toBeLessThan(0)
    expect(darkness(traits, { dark })).toBeLessThan(-0.5)
  })
})
