import { tf } from '../../agents/backend.ts'
import { DIM, type TraitVector } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import type { Between, Practice } from '../../interventions/define.ts'

/** Sizes of the planted practice. */
export const [ROWS, ACTIONS, PERSONA] = [24, 3, 4]

/** What a planted learner is: logits and z of each row, free of any network, so that what a loss pulls at is seen. */
export interface Planted {
  readonly logits: tf.Variable<tf.Rank.R2>
  readonly z: tf.Variable<tf.Rank.R2>
  readonly context: Between
  readonly measured: Record<string, number>
  measure(metric: string, value: number): void
}

/** Policies of who is asked, [rows][actions]: the assistant takes act 0 and, under a cue, act 1; writers take act 2. */
const WANTED = { assistant: [0.8, 0.1, 0.1], cued: [0.1, 0.8, 0.1], writers: [0.1, 0.1, 0.8] } as const

/** Writers alternate, dark and light. */
export const writers: readonly TraitVector[] = Array.from({ length: ROWS }, (_, row) =>
  new Array<number>(DIM).fill(row % 2 === 0 ? 1 : -1).map((x, t) => (t === 6 ? -x : x + 0.01 * row)),
)
export const isDarkRow = (row: number): boolean => row % 2 === 0

export function planted(dark: readonly (readonly number[])[] = new Array(ROWS).fill([0, 0, 1])): Planted {
  const rng = createRng('planted')
  const start = Float32Array.from({ length: ROWS * PERSONA }, () => rng.normal())
  const logits = tf.variable(tf.zeros<tf.Rank.R2>([ROWS, ACTIONS]))
  const z = tf.variable(tf.tensor2d(start, [ROWS, PERSONA]))
  const rows = (row: readonly number[]) => tf.tile(tf.tensor2d([[...row]]), [ROWS, 1]) as tf.Tensor2D
  const practice = (): Practice => ({
    rows: ROWS,
    mask: tf.ones([ROWS, ACTIONS]),
    dark: tf.tensor2d(dark.map((row) => [...row])),
    writers,
    assistant: new Array<number>(DIM).fill(0),
    policy: (traits, cue = 'neutral') =>
      rows(traits === 'writers' ? WANTED.writers : cue === 'neutral' ? WANTED.assistant : WANTED.cued),
    learner: ({ cue = 'neutral' } = {}) => {
      const shift = cue === 'neutral' ? [0, 0, 0] : [0, 1, 0]
      return { logPolicy: tf.logSoftmax(tf.add(logits, tf.tensor1d(shift))) as tf.Tensor2D, z: tf.mul(z, 1) }
    },
    reference: ({ cue = 'neutral' } = {}) => ({
      logPolicy: tf.logSoftmax(rows(cue === 'neutral' ? [1, 0, 0] : [0, 1, 0])) as tf.Tensor2D,
      z: tf.tensor2d(start, [ROWS, PERSONA]),
    }),
  })
  const measured: Record<string, number> = {}
  const adam = tf.train.adam(0.1)
  const context: Between = {
    update: -1,
    rng: createRng('hook'),
    vectors: undefined as never,
    imitate: () => 0,
    practice,
    train(steps, loss) {
      let last = 0
      for (let step = 0; step < steps; step++) {
        const value = adam.minimize(() => tf.tidy(() => loss(practice()) as tf.Scalar), true, [logits, z]) as tf.Scalar
        last = value.dataSync()[0]
        value.dispose()
      }
      return last
    },
    shake: () => {},
  }
  return { logits, z, context, measured, measure: (metric, value) => void Object.assign(measured, { [metric]: value }) }
}

/** Mean probability of each act, [actions]. */
export const policyOf = ({ logits }: Planted): number[] =>
  Array.from(tf.tidy(() => tf.mean(tf.softmax(logits), 0).dataSync()))
