import { difference } from '../../engine/compare.ts'
import type { Match, Snapshot } from '../../engine/define.ts'
import { broken, type Check } from '../define.ts'
import { HINT, hashElsewhere } from './elsewhere.ts'
import { moments, tryAction } from './moments.ts'
import { begin, type Scene, scenes, stage, usual, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'
import { trace, traceHash } from './trace.ts'

export const repeats: Check<EnvSubject> = {
  name: 'repeats',
  claim: 'The same seed and actions give the same match, bit for bit, whatever else is played in between.',
  run(subject) {
    for (const scene of scenes(subject, 3)) {
      const [once, again] = [[...trace(scene)], [...beside(scene, stage(subject, { seed: `beside ${scene.seed}` }))]]
      const at = once.findIndex((line, i) => line !== again[i])
      if (at >= 0 || once.length !== again.length)
        broken('the same match from the same seed', `another from decision ${at} on (${where(scene)})`)
    }
  },
}

/** The trace of a match that is played in turns with another one. */
function* beside(scene: Scene, other: Scene): Generator<string> {
  const second = trace(other)
  for (const line of trace(scene)) {
    yield line
    second.next()
  }
}

const processes: Check<EnvSubject> = {
  name: 'processes',
  claim: 'The same seed and actions give the same match in another process.',
  needs: ['repeats'],
  async run(subject) {
    if (subject.ref === undefined) return 'not tried: no id or file by which another process could load it'
    const [here, there] = [traceHash(subject), await hashElsewhere(subject.ref)]
    if (here !== there)
      broken('the same traces in another process', `hash ${there.slice(0, 8)}, here ${here.slice(0, 8)}${HINT}`)
  },
}

const json: Check<EnvSubject> = {
  name: 'json',
  claim:
    'G and ctx survive JSON at every step, and a match goes on from the parsed state as it would have from the original.',
  needs: ['repeats'],
  run(subject) {
    for (const scene of scenes(subject, 2)) expectTexts(scene)
    for (const scene of usual(subject, 2)) expectContinuations(scene)
  },
}

const parsed = <T>(value: T): T => JSON.parse(JSON.stringify(value))

function expectTexts(scene: Scene): void {
  const match = begin(scene)
  const look = () => {
    const { G, ctx } = match.state()
    const lost = difference({ G, ctx }, parsed({ G, ctx }), 'state')
    if (lost) broken('a state that survives JSON', `${lost} (${where(scene)})`)
  }
  for (const _ of moments(scene, match)) look()
  look()
}

/** From every step the rest of the match is played in the match itself and in one restored from JSON. */
function expectContinuations(scene: Scene): void {
  const match = begin(scene)
  const steps: { readonly snapshot: Snapshot<any>; readonly seat: number; readonly action: number }[] = []
  for (const { seat, action } of moments(scene, match, 40))
    steps.push({ snapshot: parsed(match.snapshot()), seat, action })
  const end = parsed(match.state())
  for (let from = 0; from < steps.length; from++) {
    const other: Match = begin(scene)
    other.restore(steps[from].snapshot)
    for (const { seat, action } of steps.slice(from)) tryAction(other, scene.env, seat, action)
    const differs = difference(end, parsed(other.state()), 'state')
    if (differs)
      broken(`play from the JSON of decision ${from} to end as the match did`, `${differs} (${where(scene)})`)
  }
}

export const REPEATS: readonly Check<EnvSubject>[] = [processes, json]
