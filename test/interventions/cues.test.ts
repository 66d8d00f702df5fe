import { expect, it } from 'vitest'
import type { Cue } from '../../agents/cues.ts'
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
