import { Subject } from 'rxjs'
import { beforeAll, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { DARK, TRAITS, type Trait } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import { cap } from '../../interventions/cap.ts'
import type { Intervention, Setup, TraitVectors } from '../../interventions/define.ts'
import type { ArenaEvent } from '../../interventions/events.ts'
import { kl } from '../../interventions/kl.ts'

beforeAll(() => loadBackend('wasm'))

const PERSONA = 8
const ROWS = 400
const rng = createRng('twins')
const z = Float32Array.from({ length: ROWS * PERSONA }, () => rng.normal())
const unitOf = (t: number) => Float32Array.from({ length: PERSONA }, (_, i) => (i === t ? 1 : 0))
const each = <T>(of: (t: number) => T) => Object.fromEntries(TRAITS.map((t, i) => [t, of(i)])) as Record<Trait, T>
const vectors: TraitVectors = { directions: each(unitOf), sd: each(() => 1), assistant: each(() => 0) }

/** How a cap changes z, [rows][persona], and what it measures of the first rollout. */
function capped(intervention: Intervention, seed = 'a') {
  const events$ = new Subject<ArenaEvent>()
  const measured: Record<string, number> = {}
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const given = { events$, vectors, measure, rng: createRng(seed) } as unknown as Setup<unknown>
  const hooks = intervention.setup(given)
  events$.next({ type: 'rollout.collected', z } as ArenaEvent)
  const after = tf.tidy(() => hooks.motivation?.(tf.tensor2d(z, [ROWS, PERSONA]), { pass: 'act' }).arraySync())
  hooks.dispose?.()
  const moved = (after as number[][]).map((row, r) => row.map((x, i) => x - z[r * PERSONA + i]))
  return { measured, moved: moved.filter((row) => row.some((x) => x !== 0)) }
}
const norm = (v: readonly number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
const directionOf = (moved: readonly (readonly number[])[]) => {
  const largest = [...moved].sort((a, b) => norm(b) - norm(a))[0]
  return largest.map((x) => -x / norm(largest))
}
const dark = TRAITS.map((t) => (DARK[t] ?? 0) / Math.sqrt(5))
const cosine = (v: readonly number[]) => v.reduce((sum, x, i) => sum + x * dark[i], 0)

it('the twin of cap clips as large a share along one random direction at right angles to the dark one', () => {
  const [own, twin] = [cap(), cap().twin?.() as Intervention].map((intervention) => capped(intervention))
  expect(cosine(directionOf(own.moved))).toBeCloseTo(1, 4)
  expect(cosine(directionOf(twin.moved))).toBeCloseTo(0, 4)
  for (const { measured } of [own, twin]) expect(measured['clip rate']).toBeCloseTo(0.25, 2)
  const direction = directionOf(twin.moved)
  for (const row of twin.moved) for (const [i, x] of row.entries()) expect(x).toBeCloseTo(-norm(row) * direction[i], 4)
})

it('each trial draws a direction of its own from its seed', () => {
  const twin = cap({ quantile: 0.5 }).twin?.() as Intervention
  expect(twin.params).toMatchObject({ quantile: 0.5, direction: 'random' })
  expect(capped(twin, 'a').moved).toEqual(capped(twin, 'a').moved)
  expect(capped(twin, 'b').moved).not.toEqual(capped(twin, 'a').moved)
})

it('an intervention without a twin has none', () => expect(kl().twin).toBeUndefined())
