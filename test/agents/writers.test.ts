import { expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { BASE, LOADINGS, type LoadingsName, M } from '../../agents/loadings.ts'
import { DIM, INDEPENDENT, samplePersona } from '../../agents/traits.ts'
import { BETA, choose, design, FEATURES, preference } from '../../agents/writers.ts'
import { createBattery } from '../../arena/measure/battery.ts'
import { APPRAISALS } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { EVALS } from '../envs/situations.ts'

const { dilemmas } = createBattery(layoutOf(EVALS), EVALS)
const traits = samplePersona(INDEPENDENT, createRng('writers'))

it.each(Object.keys(LOADINGS) as LoadingsName[])('%s: log odds are the design rows times traits, plus base', (name) => {
  const wants = preference(traits, LOADINGS[name])
  for (const each of dilemmas) {
    const policy = choose(each, wants)
    const rows = design(each, LOADINGS[name])
    const logit = (a: number) =>
      traits.reduce((sum, x, t) => sum + x * rows[a * DIM + t], 0) +
      APPRAISALS.reduce((sum, of, f) => sum + BETA * BASE[of] * each.appraisals[a * FEATURES + f], 0)
    for (let a = 1; a < policy.length; a++) expect(Math.log(policy[a] / policy[0])).toBeCloseTo(logit(a) - logit(0), 8)
  }
})

it('loadings are the default unless given', () => {
  expect(preference(traits)).toEqual(preference(traits, M))
  expect(design(dilemmas[0])).toEqual(design(dilemmas[0], M))
  expect(preference(traits, LOADINGS['perturbed-a'])).not.toEqual(preference(traits))
})
