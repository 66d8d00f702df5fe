import { difference } from '../../engine/compare.ts'
import { deciding, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { attempt, type Moment, moments } from './moments.ts'
import { read } from './reading.ts'
import { scenes, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

/**
 * A place of G is hidden from a seat when playerView does not show there what stands there. Every such place is
 * changed alone, and what a seat gets must stay the same: so a view that sums up secrets elsewhere is found too.
 */
export const hidden: Check<EnvSubject> = {
  name: 'hidden',
  claim:
    'What playerView hides changes nothing: observation, legal actions, appraisals and description stay the same when a hidden place of G is changed.',
  needs: ['reads'],
  run(subject) {
    for (const scene of scenes(subject, 2)) {
      if (!scene.game.playerView) continue
      for (const moment of moments(scene, undefined, 40))
        for (const seat of deciding(scene.env, moment.match)) expectBlind(moment, seat)
    }
  },
}

type Path = readonly string[]

function expectBlind({ scene, env, match }: Moment, seat: number): void {
  const G = structuredClone(match.G)
  const before = read(env, seenBy(match, seat))
  for (const path of leaves(G)) {
    const kept = at(G, path)
    for (const value of others(kept)) {
      put(G, path, value)
      const view = attempt(() => scene.game.playerView?.({ G, ctx: match.ctx, playerID: String(seat) }))
      // A view that cannot stand that value shows nothing; one that follows it shows the place.
      if (view instanceof Error || Object.is(at(view, path), value)) continue
      const after = attempt(() => read(env, { ...seenBy(match, seat), G: view }))
      const differs = after instanceof Error ? after.message : difference(before, after, 'seen')
      if (differs)
        broken(`seat ${seat} to see nothing of G.${path.join('.')}, which is hidden`, `${differs} (${where(scene)})`)
    }
    put(G, path, kept)
  }
}

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
}

const at = (value: any, path: Path): unknown => path.reduce((part, key) => part?.[key], value)

function put(value: any, path: Path, leaf: unknown): void {
  const parent: any = at(value, path.slice(0, -1))
  if (typeof parent === 'object') parent[path.at(-1) as string] = leaf
}

/** Other values for that place, of the same kind. */
function others(value: unknown): unknown[] {
  if (typeof value === 'number') return value === 0 ? [1, 2] : [value + 1, 0]
  if (typeof value === 'boolean') return [!value]
  return typeof value === 'string' ? [`${value}?`] : [1]
}
