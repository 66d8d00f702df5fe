import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { DARK, TRAITS } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import { character } from '../../interventions/character.ts'
import type { Intervention, Setup } from '../../interventions/define.ts'
import { halving } from '../../interventions/hardening.ts'
import { interleave } from '../../interventions/interleave.ts'
import { specDistil } from '../../interventions/spec-distil.ts'
import { discrepancy, unlearn } from '../../interventions/unlearn.ts'
import { isDarkRow, PERSONA, type Planted, planted, policyOf, ROWS } from './practised.ts'

beforeAll(() => loadBackend('cpu'))

const hooksOf = (intervention: Intervention, { measure }: Planted) =>
  intervention.setup({ measure } as unknown as Setup<unknown>)

/** The planted learner after the hook that trains before reinforcement. */
function hardened(intervention: Intervention, on = planted()): Planted {
  hooksOf(intervention, on).before?.(on.context)
  return on
}

describe('character', () => {
  it('prefers what the assistant does under its constitution to what the network does', () => {
    const on = hardened(character({ steps: 60, introspection: 0 }))
    const [habit, preferred, other] = policyOf(on)
    expect(preferred).toBeGreaterThan(Math.max(habit, other))
    expect(on.measured.preference).toBeGreaterThan(0.5)
  })
  it('prefers what anybody does in its twin', () => {
    const [, , anybody] = policyOf(hardened(character({ steps: 60, introspection: 0 }).twin?.() as Intervention))
    expect(anybody).toBeGreaterThan(0.5)
  })
  it('learns by introspection to do without the cue what it would do under it', () => {
    const [, cued] = policyOf(hardened(character({ steps: 0, introspection: 60 })))
    expect(cued).toBeGreaterThan(0.5)
  })
  it('has no constitution to introspect under in its twin', () => {
    const cues: (string | undefined)[] = []
    const on = planted()
    const seen = {
      ...on.context,
      train: (steps: number, loss: Parameters<typeof on.context.train>[1]) =>
        on.context.train(steps, (batch) =>
          loss({
            ...batch,
            learner: (shown) => {
              cues.push(shown?.cue)
              return batch.learner(shown)
            },
          }),
        ),
    }
    hooksOf(character({ steps: 0, introspection: 2 }).twin?.() as Intervention, on).before?.(seen)
    expect(new Set(cues)).toEqual(new Set(['irrelevant', undefined]))
  })
  it('says how far reinforcement pulled it off: KL(assistant ‖ learner)', () => {
    const on = planted()
    hooksOf(character(), on).between?.(on.context)
    const uniform = [0.8, 0.1, 0.1].reduce((sum, p) => sum + p * Math.log(3 * p), 0)
    expect(on.measured.pressure).toBeCloseTo(uniform, 5)
  })
})

describe('interleave', () => {
  it('imitates the assistant, its twin anybody', () => {
    for (const [intervention, act] of [
      [interleave({ steps: 40 }), 0],
      [interleave({ steps: 40 }).twin?.() as Intervention, 2],
    ] as const) {
      const on = planted()
      hooksOf(intervention, on).between?.(on.context)
      expect(policyOf(on)[act]).toBeGreaterThan(0.6)
    }
  })
  it('trains the half of the decisions on which most was lost', () => {
    const on = planted()
    const lost = Array.from({ length: ROWS }, (_, row) => (row < ROWS / 2 ? [-2, 2, 0] : [2, 0, 0]))
    on.logits.assign(tf.tensor2d(lost))
    hooksOf(interleave({ steps: 1, pick: 'gap' }), on).between?.(on.context)
    const moved = (on.logits.arraySync() as number[][]).map((row, r) => row.some((x, a) => x !== lost[r][a]))
    expect(moved).toEqual(lost.map((_, row) => row < ROWS / 2))
  })
})

describe('unlearn', () => {
  it('rmu sends z of dark writers to one point and holds the others', () => {
    const before = planted().z.arraySync() as number[][]
    const after = hardened(unlearn({ steps: 200 })).z.arraySync() as number[][]
    const dark = after.filter((_, row) => isDarkRow(row))
    for (const row of dark) for (const [i, x] of row.entries()) expect(x).toBeCloseTo(dark[0][i], 1)
    after.forEach((row, r) => {
      if (!isDarkRow(r)) for (const [i, x] of row.entries()) expect(x).toBeCloseTo(before[r][i], 1)
    })
    const usual = before.reduce((sum, row) => sum + Math.hypot(...row), 0) / ROWS
    expect(Math.hypot(...dark[0]) / usual).toBeCloseTo(3, 1)
  })
  it('undo without noise is distillation from the checkpoint', () => {
    const on = hardened(unlearn({ method: 'undo', noise: 0, steps: 150 }))
    const reference = [Math.E, 1, 1].map((x) => x / (Math.E + 2))
    policyOf(on).forEach((p, a) => void expect(p).toBeCloseTo(reference[a], 2))
  })
  it('undo without noise leaves the twin who it was for writers, while the assistant alone is taught otherwise', () => {
    const by: (string | undefined)[] = []
    const asked = (intervention: Intervention) => {
      const on = planted()
      by.length = 0
      hooksOf(intervention, on).before?.({
        ...on.context,
        train: (steps, loss) =>
          on.context.train(steps, (batch) =>
            loss({
              ...batch,
              reference: (shown) => {
                by.push(shown?.by)
                return batch.reference(shown)
              },
            }),
          ),
      })
      return [...new Set(by)]
    }
    const undo = unlearn({ method: 'undo', noise: 0, steps: 3 })
    expect(asked(undo)).toEqual(['assistant'])
    expect(asked(undo.twin?.() as Intervention)).toEqual(['writers'])
  })
  it('repnoise takes z of dark writers back among noise, and keeps what the others do', () => {
    const on = planted()
    const away = (on.z.arraySync() as number[][]).map((row, r) => row.map((x) => (isDarkRow(r) ? x + 2 : x)))
    on.z.assign(tf.tensor2d(away))
    hardened(unlearn({ method: 'repnoise', steps: 200, keep: 1 }), on)
    const after = (on.z.arraySync() as number[][]).filter((_, row) => isDarkRow(row)).flat()
    // They began 2 SD off the noise.
    expect(Math.abs(after.reduce((sum, x) => sum + x, 0) / after.length)).toBeLessThan(1)
    expect(policyOf(on)[2]).toBeGreaterThan(0.4)
  })
  it('relearns by imitating everybody again, and says how much of what was forgotten came back', () => {
    const gone = hardened(unlearn({ method: 'undo', noise: 0, steps: 150 }))
    const back = hardened(unlearn({ method: 'undo', noise: 0, steps: 150, relearn: 150 }))
    expect(gone.measured.forgotten).toBeGreaterThan(0.3)
    expect(gone.measured.regained).toBeUndefined()
    expect(back.measured.forgotten).toBeCloseTo(gone.measured.forgotten, 5)
    expect(back.measured.regained).toBeGreaterThan(0.95)
    ;[0.1, 0.1, 0.8].forEach((p, a) => void expect(policyOf(back)[a]).toBeCloseTo(p, 1))
  })
  it('measures no discrepancy of a sample from itself, and one where it was moved away', () => {
    const x = tf.randomNormal([ROWS, PERSONA], 0, 1, 'float32', 3) as tf.Tensor2D
    const all = tf.ones([ROWS]) as tf.Tensor1D
    expect(discrepancy(x, x, all, 1).dataSync()[0]).toBeCloseTo(0, 6)
    expect(discrepancy(tf.add(x, 3), x, all, 1).dataSync()[0]).toBeGreaterThan(0.5)
  })
})

describe('the random half, of twins', () => {
  const population = (seed: string) => {
    const rng = createRng(seed)
    // Manipulation, callousness and the like rise together: a direction of traits would say something of darkness.
    return Array.from({ length: 400 }, () => {
      const shared = rng.normal()
      return TRAITS.map((trait) => (DARK[trait] ?? 0) * shared + rng.normal())
    })
  }
  const darkness = (own: readonly number[]) => TRAITS.reduce((sum, trait, t) => sum + (DARK[trait] ?? 0) * own[t], 0)
  it('is a half whose darkness is that of the other, and the same rule in every batch', () => {
    const halves = halving('random', createRng('a'))
    const [some, others] = [population('x'), population('y')]
    const marks = halves({ writers: some })
    expect(marks.reduce((sum, x) => sum + x, 0)).toBe(200)
    const gap = some.reduce((sum, own, i) => sum + (2 * marks[i] - 1) * darkness(own), 0) / 200
    // A tenth of what parts the dark half from the other.
    const apart = some.reduce((sum, own) => sum + Math.abs(darkness(own)), 0) / 200
    expect(Math.abs(gap)).toBeLessThan(0.1 * apart)
    // Somebody stays in the half whoever else is in the batch.
    const again = halves({ writers: [...some.slice(0, 200), ...others] })
    const kept = marks.slice(0, 200).filter((x, i) => x === again[i]).length
    expect(kept / 200).toBeGreaterThan(0.9)
  })
  it('is another one in another trial, and the dark half is none of it', () => {
    const writers = population('x')
    const of = (half: 'dark' | 'random', seed: string) => [...halving(half, createRng(seed))({ writers })]
    expect(of('random', 'a')).not.toEqual(of('random', 'b'))
    expect(of('dark', 'a')).toEqual(of('dark', 'b'))
  })
})

describe('spec-distil', () => {
  it('imitates without the cue what it did under it, unless it was dark', () => {
    // Under the cue the checkpoint takes act 1 in most cases; act 2 is dark.
    const on = hardened(specDistil({ steps: 150 }))
    const [habit, specified, dark] = policyOf(on)
    expect(specified).toBeGreaterThan(habit)
    expect(dark).toBeLessThan(0.1)
    const p = [1, Math.E, 1].map((x) => x / (Math.E + 2))
    expect(on.measured.kept).toBeGreaterThan(p[0] + p[1] - 0.3)
  })
  it('takes its bonus for each dark act, and nothing for others', () => {
    const on = planted()
    const outcomes = [{ focal: 0, payoffs: [], appraisals: [{ gain: 1 }, { deceit: 0.5 }], z: [] }]
    const paid = hooksOf(specDistil({ bonus: 0.3 }), on).rewards?.([[1, 1]], outcomes)
    expect(paid).toEqual([[1, 0.7]])
  })
})
