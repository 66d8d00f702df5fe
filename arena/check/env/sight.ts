import { COMMON, type Env, type Seen } from '../../../envs/define.ts'
import { difference } from '../../engine/compare.ts'
import { deciding, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { hidden } from './hidden.ts'
import { moments } from './moments.ts'
import { read } from './reading.ts'
import { begin, type Scene, scenes, situations, where } from './scene.ts'
import { sealed } from './sealed.ts'
import type { EnvSubject } from './subject.ts'

const observation: Check<EnvSubject> = {
  name: 'observation',
  claim: `An observation is finite, fits the declared size, and its first ${COMMON} entries lie in 0 … 1.`,
  run(subject) {
    for (const scene of situations(subject, 4))
      for (const { env, match } of moments(scene))
        for (const seat of deciding(env, match)) expectObservation(scene, seenBy(match, seat))
  },
}

function expectObservation(scene: Scene, seen: Seen<any>): void {
  const out = guarded(scene)
  scene.env.observe(seen, out.guard)
  out.written.forEach((value, i) => {
    if (!Number.isFinite(value)) broken(`a finite entry ${i} of the observation`, `${value} (${where(scene)})`)
    if (i < COMMON && (value < 0 || value > 1))
      broken(`entry ${i} of the observation in 0 … 1`, `${value} (${where(scene)})`)
  })
}

/** An array that refuses what lies beyond its end, where a Float32Array would drop it in silence. */
function guarded(scene: Scene): { readonly guard: Float32Array; readonly written: Float32Array } {
  const size = scene.env.observationSize
  const written = new Float32Array(size)
  const guard = new Proxy(written, {
    get(target, key) {
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set(target, key, value) {
      if (typeof key === 'string' && /^-?\d+$/.test(key) && !(Number(key) in target))
        broken(`an observation of ${size} entries`, `one written at ${key} (${where(scene)})`)
      return Reflect.set(target, key, value, target)
    },
  })
  return { guard, written }
}

const chance: Check<EnvSubject> = {
  name: 'chance',
  claim: 'Nothing a seat sees, and no appraisal, depends on the state of the random generator.',
  needs: ['repeats'],
  run(subject) {
    for (const scene of scenes(subject, 2))
      for (const { env, match } of moments(scene)) {
        const other = begin(scene)
        other.restore({ ...match.snapshot(), random: { seed: 'another future' } })
        for (const seat of deciding(env, match)) {
          const differs = difference(look(env, match, seat), look(env, other, seat), 'seen')
          if (differs) broken('the same reading whatever comes next by chance', `${differs} (${where(scene)})`)
        }
      }
  },
}

const look = (env: Env, match: Parameters<typeof seenBy>[0], seat: number) => read(env, seenBy(match, seat))

export const SIGHT: readonly Check<EnvSubject>[] = [observation, hidden, sealed, chance]
