import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import {
  CORPUS_CUES,
  CUE_NAMES,
  CUE_WIDTH,
  CUES,
  type Cue,
  meaning,
  shiftOf,
  underCue,
  WORDS,
  writeCue,
} from '../../agents/cues.ts'
import { encode, layoutOf } from '../../agents/layout.ts'
import { DIM } from '../../agents/traits.ts'
import { createBattery, inputsUnder } from '../../arena/measure/battery.ts'
import { darkness } from '../../arena/measure/calibration.ts'
import { CONTEXTS } from '../../arena/measure/contexts.ts'
import { number } from '../../arena/statistics/show.ts'
import { COMMON } from '../../envs/define.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { handBack } from '../../envs/hand-back/env.ts'

const vector = (cue: Cue) => {
  const out = new Float32Array(CUE_WIDTH)
  writeCue(out, 0, cue)
  return out
}
const distance = (a: Cue, b: Cue) =>
  Math.sqrt(vector(a).reduce((sum, x, i) => sum + (x - vector(b)[i]) * (x - vector(b)[i]), 0))

describe('cues', () => {
  it('do to writers what their rule says: one table, in which the surface of a wording does nothing', () => {
    for (const cue of CUE_NAMES)
      meaning(CUES[cue].wording).forEach((x, t) => void expect(Math.abs(x - shiftOf(cue)[t]), cue).toBeLessThan(0.06))
  })
  it('move writers by shift × strength', () => {
    const traits = new Array(DIM).fill(0.25)
    expect(underCue(traits, 'permissive', 0)).toEqual(traits)
    expect(underCue(traits, 'irrelevant', 1)).toEqual(traits)
    expect(underCue(traits, 'permissive', 0.5)).toEqual([0.5, 0.25, 0.5, 0.5, 0.5, 0.5, 0, 0.25])
  })
  it('mean the opposite where they are negated', () => {
    for (const [cue, negated] of [
      ['permissive', 'negated'],
      ['forbidding', 'unforbidden'],
    ] as const)
      expect(shiftOf(negated)).toEqual(shiftOf(cue).map((x) => (x === 0 ? 0 : -x)))
  })
  it('differ from each other; a paraphrase is nearest to what it says in other words', () => {
    for (const a of CUE_NAMES)
      for (const b of CUE_NAMES) if (a !== b) expect(distance(a, b), `${a} ${b}`).toBeGreaterThan(0.1)
    const others = CUE_NAMES.filter((cue) => cue !== 'paraphrase')
    expect(others.toSorted((a, b) => distance(a, 'paraphrase') - distance(b, 'paraphrase'))[0]).toBe('permissive')
    expect(distance('permissive', 'paraphrase')).toBeLessThan(0.5)
  })
  it('held out of the corpus: a paraphrase and two negations; every word of theirs is heard in another cue', () => {
    const held = CUE_NAMES.filter((cue) => !CUES[cue].corpus)
    expect(held).toEqual(['paraphrase', 'negated', 'unforbidden'])
    expect(CORPUS_CUES.filter((cue) => held.includes(cue) || cue === 'neutral')).toEqual([])
    const heard = new Set(CORPUS_CUES.flatMap((cue) => Object.keys(CUES[cue].wording)))
    expect([...heard].sort()).toEqual([...WORDS].sort())
  })
  it('stand in docs/interventions.md, each with its change of D', () => {
    const page = readFileSync(new URL('../../docs/interventions.md', import.meta.url), 'utf8')
    for (const cue of CUE_NAMES.filter((each) => each !== 'neutral')) {
      const D = darkness(shiftOf(cue), { dark: ['MAN', 'ENT', 'CAL', 'SPI', 'HON'] })
      const row = page.split('\n').find((line) => line.startsWith(`| ${cue} | ${CUES[cue].corpus ? 'yes' : 'no'} | `))
      expect(row?.split('|').at(-2)?.trim(), cue).toBe(D === 0 ? '0' : number(D, 2).replace(/0$/, ''))
    }
  })
  it('no cue says nothing: neutral is the zero vector', () => {
    expect([...vector('neutral')]).toEqual(new Array(CUE_WIDTH).fill(0))
  })
})

describe('in an input row', () => {
  beforeAll(() => loadBackend('wasm'))
  const evals = [dictator(), handBack()]
  const layout = layoutOf(evals)
  it('a cue is its wording, in place of whatever cue stood there', () => {
    const row = new Float32Array(layout.input)
    encode(layout, layout.envs[0], new Float32Array(evals[0].observationSize), 'permissive', row)
    expect([...row.subarray(layout.adapter + COMMON)]).toEqual([...vector('permissive')])
    writeCue(row, layout.adapter + COMMON, 'no-deceit')
    expect([...row.subarray(layout.adapter + COMMON)]).toEqual([...vector('no-deceit')])
    expect(layout.input).toBe(layout.adapter + COMMON + CUE_WIDTH)
  })
  it('every item of a battery is read under it, and nothing else of the item changes', () => {
    const battery = createBattery(layout, evals)
    const shown = inputsUnder(battery, 'negated')
    const plain = battery.inputs
    for (let i = 0; i < plain.length; i++) {
      const column = i % layout.input
      const cue = column - layout.adapter - COMMON
      expect(shown[i]).toBe(cue < 0 ? plain[i] : vector('negated')[cue])
    }
  })
  it('contexts are every cue and the training-like one', () => {
    expect(CONTEXTS).toEqual([...CUE_NAMES, 'training'])
  })
})
