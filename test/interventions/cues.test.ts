import { expect, it } from 'vitest'
import type { Cue } from '../../agents/cues.ts'
import { population } from '../../agents/traits.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { createPipeline } from '../../arena/trial/pipeline.ts'
import { createStream } from '../../arena/trial/stream.ts'
import { createRng } from '../../envs/random.ts'
import { correlate } from '../../interventions/correlate.ts'
import { cueStrength } from '../../interventions/cue-strength.ts'
import type { Intervention, Pass, Setup } from '../../interventions/define.ts'
import { frame } from '../../interventions/frame.ts'
import { irrelevantCue } from '../../interventions/irrelevant-cue.ts'

const PASSES: readonly Pass[] = ['act', 'measure', 'update']
const cues = (intervention: Intervention) => {
  const { cue } = intervention.setup({} as Setup<unknown>)
  return PASSES.map((pass) => cue?.(pass) as Cue)
}

it('a frame is shown where it is said, and evaluated as acted under', () => {
  expect(cues(frame())).toEqual(['permissive', 'permissive', 'permissive'])
  expect(cues(frame({ cue: 'forbidding', at: 'act' }))).toEqual(['forbidding', 'forbidding', 'neutral'])
  expect(cues(frame({ at: 'update' }))).toEqual(['neutral', 'neutral', 'permissive'])
})

it('the irrelevant cue is the twin of a frame in the same passes, and gone at test', () => {
  for (const at of ['both', 'act', 'update'] as const) {
    const twin = frame({ at }).twin?.() as Intervention
    expect(twin.params).toEqual({ cue: 'irrelevant', at })
    expect(cues(irrelevantCue({ at }))).toEqual(cues(twin))
  }
  expect(irrelevantCue().activeIn).toEqual(['compete'])
})

it('planted strength: 0 unless said, null leaves the study’s own, and nobody who writes is changed', () => {
  const people = { ...population(1), cueStrength: 0.5 }
  const planted = (params?: { strength: number | null }) =>
    cueStrength(params)
      .setup({} as Setup<unknown>)
      .corpus?.(people)
  expect(planted()).toEqual({ ...people, cueStrength: 0 })
  expect(planted({ strength: 1 })).toEqual({ ...people, cueStrength: 1 })
  expect(planted({ strength: null })).toBe(people)
})

it('the pipeline keeps the strength where a corpus hook says only who writes', () => {
  const env = tiny.env()
  const stream = createStream(() => {})
  const under = (...interventions: Intervention[]) => {
    const pipeline = createPipeline(interventions, { env, vectors: null, updates: 4, stream, rng: createRng(1) })
    pipeline.enter('imitate')
    return pipeline.corpus({ ...population(1), cueStrength: 0.5 })
  }
  expect(under(cueStrength({ strength: 1 }), correlate()).cueStrength).toBe(1)
  expect(under(correlate(), cueStrength({ strength: 1 })).factor).toEqual(under(correlate()).factor)
  const bare = { ...correlate(), setup: () => ({ corpus: () => population(0) }) }
  expect(under(cueStrength({ strength: 1 }), bare)).toEqual({ ...population(0), cueStrength: 1 })
})
