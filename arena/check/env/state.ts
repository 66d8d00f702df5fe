import { difference } from '../../engine/compare.ts'
import type { Match } from '../../engine/define.ts'
import { deciding, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { moments, tryAction } from './moments.ts'
import { read } from './reading.ts'
import { begin, type Scene, scenes, stage, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'
import { ticks } from './ticks.ts'
import { figures } from './trace.ts'

const tree: Check<EnvSubject> = {
  name: 'tree',
  claim:
    'G is a tree: no object occurs in it twice, and none is shared with ctx, with constants or with another match.',
  run(subject) {
    // The exact engine keeps what setup returned as it is, the trusted one what moves write.
    for (const mode of ['exact', 'trusted'] as const)
      for (const scene of scenes(subject, 2)) {
        const other = begin(stage(subject, { params: scene.env.params, seed: scene.seed }), mode)
        const match = begin(scene, mode)
        for (const { env, seat, action } of moments(scene, match)) {
          expectTree(scene, match, other)
          // The other match follows, so that constants which moves put into G show up in both.
          tryAction(other, env, seat, action)
        }
        expectTree(scene, match, other)
      }
  },
}

function expectTree(scene: Scene, match: Match, other: Match): void {
  const own = new Map<object, string>()
  for (const [part, path] of objects(match.G, 'G')) {
    const known = own.get(part)
    if (known) broken('every object once in G', `one at ${known} and ${path} (${where(scene)})`)
    own.set(part, path)
  }
  const owners = { ctx: match.ctx, 'another match': other.G, 'the action table': scene.env.actions }
  for (const [owner, value] of Object.entries(owners))
    for (const [part] of objects(value, owner))
      if (own.has(part)) broken('a G of its own', `${own.get(part)} shared with ${owner} (${where(scene)})`)
}

function* objects(value: unknown, path: string, seen = new Set<unknown>()): Generator<[object, string]> {
  if (typeof value !== 'object' || value === null) return
  yield [value, path]
  if (seen.has(value)) return
  const below = new Set(seen).add(value)
  for (const [key, part] of Object.entries(value)) yield* objects(part, `${path}.${key}`, below)
}

const reads: Check<EnvSubject> = {
  name: 'reads',
  claim:
    'Reading changes nothing: playerView, legal, observe, appraise, describe, rephrase, score, power and harmful leave the state as it is and answer the same twice.',
  needs: ['repeats'],
  run(subject) {
    for (const scene of scenes(subject, 2))
      for (const { env, match } of moments(scene))
        for (const seat of deciding(env, match)) {
          const before = structuredClone(match.state())
          const [first, second] = [look(scene, match, seat), look(scene, match, seat)]
          const changed = difference(before, match.state(), 'state')
          if (changed) broken('a state that reading leaves alone', `${changed} (${where(scene)})`)
          const differs = difference(first, second, 'reading')
          if (differs) broken('the same answers twice', `${differs} (${where(scene)})`)
        }
  },
}

const look = (scene: Scene, match: Match, seat: number) =>
  structuredClone({ ...read(scene.env, seenBy(match, seat)), ...figures(scene, match), view: match.view(String(seat)) })

export const STATE: readonly Check<EnvSubject>[] = [tree, reads, ticks]
