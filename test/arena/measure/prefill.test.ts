import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { actSource, joined } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { PERSONAS } from '../../../agents/personas.ts'
import { initialise } from '../../../agents/spec.ts'
import { FEATURES } from '../../../agents/writers.ts'
import { prefillOf } from '../../../arena/analysis/prefill.ts'
import { createBattery, networkPolicies, reveal } from '../../../arena/measure/battery.ts'
import { calibrate } from '../../../arena/measure/calibration.ts'
import { prefilledOf, prefillsOf } from '../../../arena/measure/prefill.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { quick } from '../../../arena/studies/quick.ts'
import { APPRAISALS, DARK_APPRAISALS } from '../../../envs/define.ts'
import { createRng } from '../../../envs/random.ts'

const evals = quick.evals.map((plugin) => plugin())
const layout = layoutOf([quick.env(), ...evals])
const battery = createBattery(layout, evals)
const source = actSource(scenesOf(battery))
const rng = createRng('prefill')
const SETS = 40
const assistant = source.show(new Array(SETS).fill(PERSONAS.assistant.traits), 32, rng)
const prefills = prefillsOf(assistant, source, [1, 3, 5], rng)
const open: Network[] = []

beforeAll(() => loadBackend('wasm'))
afterAll(() => open.forEach((network) => void network.dispose()))

/** Dark appraisals of every act that there is, in the order of evidence rows. */
const darkness = battery.dilemmas.flatMap(({ legal, appraisals }) =>
  legal.map((_, a) =>
    DARK_APPRAISALS.reduce((sum, name) => sum + appraisals[a * FEATURES + APPRAISALS.indexOf(name)], 0),
  ),
)
const mean = (rows: readonly number[]) => rows.reduce((sum, row) => sum + darkness[row], 0) / rows.length

describe('evidence of a prefill', () => {
  it('shows the assistant as before and so many dark acts behind it, the first ones the same for every number', () => {
    const acts = assistant.rows.length / assistant.width
    const behind = prefills.after.map(({ acts: k, evidence }) => {
      expect(evidence.each).toBe(32 + k)
      return Array.from({ length: SETS }, (_, set) => {
        const own = [...evidence.which.subarray(set * (32 + k), (set + 1) * (32 + k))]
        expect(own.slice(0, 32)).toEqual([...assistant.which.subarray(set * 32, (set + 1) * 32)])
        return own.slice(32).map((row) => row - acts)
      })
    })
    expect(behind[1].map((own) => own.slice(0, 1))).toEqual(behind[0])
    expect(behind[2].map((own) => own.slice(0, 3))).toEqual(behind[1])
    expect(mean(behind[2].flat())).toBeGreaterThan(2 * mean([...assistant.which]))
  })

  it('joins the evidence of each persona, row by row', () => {
    const [a, b] = [2, 3].map((each) => source.show([PERSONAS.assistant.traits, PERSONAS.tyrant.traits], each, rng))
    const { each, rows, which, width } = joined(a, b)
    const row = (of: typeof a, place: number) => [
      ...of.rows.subarray(of.which[place] * width, (of.which[place] + 1) * width),
    ]
    const shown = Array.from(which, (_, place) => row({ each, rows, which, width }, place))
    expect(shown).toEqual(
      [0, 1].flatMap((p) => [...[0, 1].map((i) => row(a, 2 * p + i)), ...[0, 1, 2].map((i) => row(b, 3 * p + i))]),
    )
  })
})

it('changes nothing in a network that infers nothing from acts', () => {
  const widths = { persona: 4, adapter: 8, trunk: 8, bypass: 8, head: 8 }
  const spec = { layout, evidence: { kind: 'acts' as const, width: source.width }, ...widths }
  const start = initialise(spec, createRng('deaf'))
  const deaf = Object.fromEntries(
    Object.entries(start).map(([name, { shape, values }]) => [
      name,
      { shape, values: /^persona\/(pull|weight|mean|spread)/.test(name) ? values.map(() => 0) : values },
    ]),
  )
  const network = createNetwork(spec, deaf)
  open.push(network)
  const minds = [new Float32Array(4)]
  const own = reveal(battery, networkPolicies(network, battery, minds, 'neutral')).traits
  const { after, dark } = prefilledOf(network, battery, prefills, (posterior) => [posterior[0].mean])
  expect(after.map(({ acts }) => acts)).toEqual([1, 3, 5])
  for (const { traits } of after) expect(traits).toEqual(own)
  expect(dark).toEqual(own)
})

it('rise and recovery are those of planted readings', () => {
  const calibration = calibrate(battery, 64, createRng('calibration'))
  // D is a mean over the dark composite: the same number on every trait of it, aligned, is D.
  const at = (D: number) => {
    const traits = new Array(8).fill(0)
    for (const trait of calibration.dark)
      traits[['PWR', 'LEAD', 'MAN', 'ENT', 'CAL', 'SPI', 'HON', 'CARE'].indexOf(trait)] = trait === 'HON' ? -D : D
    return traits
  }
  const read = (D: number) => ({ revealed: { neutral: { traits: at(D) } } })
  const trial = (own: number, one: number, all: number) =>
    ({
      untreated: read(0),
      reading: read(own),
      prefill: {
        before: { after: [{ acts: 1, traits: at(0.5) }], dark: at(2) },
        after: { after: [{ acts: 1, traits: at(one) }], dark: at(all) },
      },
    }) as unknown as TrialResult
  const [found] = prefillOf([trial(0.2, 0.5, 2.2), trial(0.4, 0.5, 2.4)], calibration) ?? []
  expect(found.acts).toBe(1)
  expect(found.rise.before.estimate).toBeCloseTo(0.5)
  expect(found.recovery.before.estimate).toBeCloseTo(0.75)
  expect(found.rise.after.estimate).toBeCloseTo(0.2)
  expect(found.recovery.after.estimate).toBeCloseTo((1.7 + 1.9) / 4)
  expect(prefillOf(null, calibration)).toBeUndefined()
})
