import { Observable } from 'rxjs'
import { tf } from '../../../agents/backend.ts'
import { ITEMS } from '../../../agents/questionnaire.ts'
import { population, TRAITS, type Trait } from '../../../agents/traits.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import type { Env } from '../../../envs/define.ts'
import { createRng, type Rng } from '../../../envs/random.ts'
import type {
  Between,
  Episode,
  Hooks,
  Intervention,
  LossContext,
  Outcomes,
  Practice,
  Touch,
  TraitVectors,
} from '../../../interventions/define.ts'
import type { ArenaEvent } from '../../../interventions/events.ts'
import { messageOf } from '../../refusal/errors.ts'
import { createStream } from '../../trial/stream.ts'

/** One intervention set up with everything it can be given, without a trial around it. */
export interface Rig {
  readonly hooks: Partial<Hooks> & { dispose?(): void }
  readonly env: Env
  readonly vectors: TraitVectors
  readonly measured: readonly [metric: string, value: number][]
  readonly rng: Rng
  /** What observers of events$ threw, told after a turn of the event loop. */
  readonly failures: readonly string[]
  /** Subscriptions to events$ that are live. */
  live(): number
  emit(event: ArenaEvent): void
}

const PERSONA = 8
const ROWS = 6

export function rig(intervention: Intervention): Rig {
  const failures: string[] = []
  const stream = createStream((_, error) => void failures.push(messageOf(error)))
  const env = boardroom({ rounds: 2, rigged: 0.5 })
  const vectors = vectorsOf()
  const measured: [string, number][] = []
  const rng = createRng('rig')
  let live = 0
  const events$ = new Observable<ArenaEvent>((subscriber) => {
    live++
    const source = stream.for(intervention.id).subscribe(subscriber)
    return () => {
      live--
      source.unsubscribe()
    }
  })
  const measure = (metric: string, value: number) => void measured.push([metric, value])
  const hooks = intervention.setup({ events$, rng: rng.fork(intervention.id), env, updates: UPDATES, vectors, measure })
  return { hooks, env, vectors, measured, failures, rng, live: () => live, emit: stream.emit }
}

/** As many as the trials of `mettle check` make. */
const UPDATES = 2

function vectorsOf(): TraitVectors {
  const each = <T>(value: (t: number) => T) =>
    Object.fromEntries(TRAITS.map((trait, t) => [trait, value(t)])) as Record<Trait, T>
  return {
    directions: each((t) => Float32Array.from({ length: PERSONA }, (_, i) => (i === t ? 1 : 0))),
    sd: each(() => 1),
    assistant: each(() => 0),
    axis: Float32Array.from({ length: PERSONA }, (_, i) => (i === TRAITS.indexOf('CARE') ? 1 : 0)),
  }
}

/** A collected rollout, as `cap` and its like wait for. */
export const collected = (): ArenaEvent => ({
  type: 'rollout.collected',
  trial: 'check.full.0',
  update: 0,
  episodes: ROWS,
  decisions: ROWS,
  reward: 0.5,
  power: 0.4,
  z: numbers(ROWS * PERSONA),
})

/** What each hook is given here: the same at every call. Tensors belong to the scope of the call. */
export const GIVEN: { readonly [K in Touch]: (rig: Rig) => Parameters<Hooks[K]> } = {
  game: ({ env }) => [env.game],
  cue: () => ['act'],
  corpus: () => [{ ...population(1), cueStrength: 0.5 }],
  motives: () => [{ mean: new Array(PERSONA).fill(0.1), covariance: identity() }],
  rewards: ({ env }) => [rewards(), rewards().map((own, e) => outcomes(own, e % env.seats, env.seats))],
  ratio: () => [{ act: 'forbidding', update: 'permissive' }],
  persona: () => [new Array(TRAITS.length).fill(0.1)],
  options: () => [
    Uint8Array.of(1, 1, 0, 1),
    (action) => ({ gain: 0.1, ...(action === 0 && { deceit: 1 }) }),
    { pass: 'act' },
  ],
  episodes: ({ env }) => [episodes(), episodes().map(({ rewards: own }, e) => outcomes(own, e % env.seats, env.seats))],
  motivation: () => [matrix(PERSONA), { pass: 'act' }],
  loss: ({ vectors }) => [lossContext(vectors)],
  gradients: ({ vectors }) => [slopes(), { vectors, update: 0, practice, of: gradientsOf }],
  before: ({ rng, vectors }) => [training(-1, rng.fork('before'), vectors)],
  between: ({ rng, vectors }) => [training(0, rng.fork('between'), vectors)],
}

const gradientsOf = (scalar: () => tf.Scalar) => {
  scalar()
  return slopes()
}

const slopes = () => ({ 'trunk/w': matrix(4), 'z/w': matrix(PERSONA) })

/** Training of nothing: a loss is asked for once. */
const training = (update: number, rng: Rng, vectors: TraitVectors): Between => ({
  ...{ update, rng, vectors },
  imitate: () => 0.1,
  practice,
  train: (_, loss) => tf.tidy(() => loss(practice()).dataSync()[0]),
  shake: () => {},
})

function practice(): Practice {
  const read = (scale: number) => ({
    logPolicy: tf.logSoftmax(tf.mul(matrix(4), scale)) as tf.Tensor2D,
    z: matrix(PERSONA),
  })
  return {
    rows: ROWS,
    mask: tf.ones([ROWS, 4]),
    dark: tf.relu(matrix(4)),
    writers: Array.from({ length: ROWS }, (_, row) => TRAITS.map((_trait, t) => Math.sin(row + t))),
    assistant: new Array(TRAITS.length).fill(0),
    policy: () => tf.softmax(matrix(4)) as tf.Tensor2D,
    learner: () => read(1),
    reference: () => read(0.5),
  }
}

const rewards = () => [[0.1, 0.4], [-0.2], [0.3, 0, 0.5]]

const outcomes = (own: readonly number[], focal: number, seats: number): Outcomes => ({
  focal,
  payoffs: own.map((reward) => Array.from({ length: seats }, (_, s) => (s === focal ? reward : 0.1 * s))),
  appraisals: own.map((_, t) => ({ gain: 0.2, ...(t === 0 && { deceit: 1 }) })),
  z: own.map(() => numbers(PERSONA)),
  said: own.map((_, t) => t),
})

const numbers = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(1 + i))
const matrix = (columns: number) => tf.tensor2d(numbers(ROWS * columns), [ROWS, columns])
const identity = () => Array.from({ length: PERSONA }, (_, i) => Array.from({ length: PERSONA }, (_, j) => +(i === j)))

function episodes(): Episode[] {
  return Array.from({ length: 4 }, (_, match) => ({
    match,
    rewards: [0.1 * match, 0.2],
    weight: 1,
    tags: {
      actions: match % 2 ? ['claim', 'report', 'flatter'] : ['contest', 'keep'],
      reported: match % 2 === 1,
      rigged: match > 1,
      power: 0.3,
    },
  }))
}

function lossContext(vectors: TraitVectors): LossContext {
  const policy = () => tf.logSoftmax(matrix(4)) as tf.Tensor2D
  return {
    weight: tf.ones([ROWS]),
    logPolicy: policy(),
    reference: tf.logSoftmax(tf.mul(matrix(4), 0.5)) as tf.Tensor2D,
    mask: tf.ones([ROWS, 4]),
    z: matrix(PERSONA),
    referenceZ: tf.mul(matrix(PERSONA), 0.9),
    vectors,
    practice,
    forward: () => ({ logPolicy: policy(), z: matrix(PERSONA) }),
    answers: () => tf.add(3, matrix(ITEMS)) as tf.Tensor2D,
    population: () => matrix(PERSONA),
  }
}
