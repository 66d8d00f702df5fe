import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { posteriorOf } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../agents/checkpoint.ts'
import { createNetwork, type Network } from '../../agents/network.ts'
import type { Weights } from '../../agents/spec.ts'
import { DIM, index, type Matrix, solve, TRAITS } from '../../agents/traits.ts'
import { summarise } from '../../arena/analysis/summarise.ts'
import type { Cell } from '../../arena/analysis/summary.ts'
import { type Battery, createBattery, networkPolicies } from '../../arena/measure/battery.ts'
import { type FitPlan, inverseFit, RIDGE, softmax } from '../../arena/measure/inverse-fit.ts'
import type { FoundationResult, TrialResult } from '../../arena/store/results.ts'
import { evalEnvs } from '../../arena/study/envs.ts'
import type { Study } from '../../arena/study/study.ts'
import { assistantMinds, runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'

/**
 * Known answers through the whole pipeline: a real foundation, its checkpoint changed by hand in a way that only some
 * readings can see, a trial of no updates that measures it, and the summary of it all.
 */
export interface Foundation {
  readonly dir: string
  readonly made: FoundationResult
  readonly checkpoint: Checkpoint
  readonly battery: Battery
}

export async function lay(study: Study, i: number, root: string): Promise<Foundation> {
  const dir = join(root, `foundation-${i}`)
  mkdirSync(dir, { recursive: true })
  const made = await runFoundation(study, i, null, { dir, progress: () => {} })
  const checkpoint = decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors')))
  return { dir, made, checkpoint, battery: createBattery(checkpoint.spec.layout, evalEnvs(study)) }
}

/** The reading of a changed network as the end of a trial on the foundation it came from. */
export async function end(
  study: Study,
  base: Foundation,
  arm: string,
  weights: Weights,
  result: FoundationResult,
): Promise<TrialResult> {
  const dir = join(base.dir, arm)
  const from = join(dir, 'from')
  mkdirSync(from, { recursive: true })
  const { spec, assistant } = base.checkpoint
  writeFileSync(join(from, 'checkpoint.safetensors'), encodeCheckpoint(spec, weights, assistant))
  writeFileSync(join(from, 'result.json'), JSON.stringify(result))
  cpSync(from, dir, { recursive: true })
  const id = { arm, regime: 'full' as const, foundation: result.index }
  return runTrial(study, id, from, { dir, progress: () => {} })
}

/** Control and punished, planted; what the summary says of control. */
export async function conclude(
  study: Study,
  bases: readonly Foundation[],
  plant: (base: Foundation, sign: 1 | -1) => Weights,
  foretell: (made: FoundationResult) => FoundationResult = (made) => made,
): Promise<Cell> {
  const made = bases.map((base) => foretell(base.made))
  const trials: TrialResult[] = []
  for (const [i, base] of bases.entries())
    for (const [arm, sign] of [
      ['control', 1],
      ['punished', -1],
    ] as const)
      trials.push(await end(study, base, arm, plant(base, sign), made[i]))
  const { arms } = summarise(study, made, trials, { hash: 'known', backend: 'wasm' })
  return arms.control.full as Cell
}

/** The level of PWR and what it drags along, as S foretells it times `kappa`, [DIM]. */
export const dragged = (S: Matrix, kappa: number, PWR: number): number[] => {
  const P = index('PWR')
  return TRAITS.map((trait, t) => (trait === 'PWR' ? PWR : trait === 'LEAD' ? 0 : (kappa * PWR * S[t][P]) / S[P][P]))
}

const NEWTON = 6
/** For traits that nothing in the battery elicits: their moments never move. */
const DAMPING = 1e-12
const ROWS = ['head/rows/w', 'head/rows/b'] as const

/**
 * The output rows moved, and nothing that z is made of, until what the assistant does reads as the target. The fit is
 * moment matching: it reads τ off a policy whose mean appraisals, seen through M, are those of writer τ (plus the
 * ridge's pull), so the target is known in closed form, and rows have more weights than there are traits: the shortest
 * Newton step reaches it.
 * @param target change of the fitted traits, [DIM]
 */
export function tilted({ checkpoint, battery, made }: Foundation, study: Study, target: readonly number[]): Weights {
  const network = createNetwork(checkpoint.spec, checkpoint.weights)
  const minds = assistantMinds(posteriorOf(network, checkpoint.assistant), study, made.index, null)
  // Two fits read the policy, that of all items and that of power-free ones; both shall move by the target.
  const groups = [
    battery.dilemmas.map((_, d) => d),
    battery.dilemmas.flatMap((_, d) => (battery.powerFree[d] ? [d] : [])),
  ]
  const policies = networkPolicies(network, battery, minds, 'neutral')
  const wanted = groups.flatMap((items) => {
    const { offsets, designs: all } = battery.plan
    const plan = { offsets: items.map((d) => offsets[d]), designs: items.map((d) => all[d]) }
    const { traits } = inverseFit(
      plan,
      items.map((d) => policies[d]),
    )
    return writerMoments(
      plan,
      traits.map((x, t) => x + target[t]),
    )
  })
  const designs = groups.flatMap((items) => placedDesigns(battery, new Set(items)))
  for (let step = 0; step < NEWTON; step++) {
    const parts = designs.map((design) => moment(network, battery, minds, design))
    const slopes = parts.map(({ gradient }) => gradient)
    const gram = slopes.map((a) => slopes.map((b) => dot(a, b) + (a === b ? DAMPING : 0)))
    const by = solve(
      gram,
      parts.map(({ value }, t) => wanted[t] - value),
    )
    let at = 0
    for (const name of ROWS) {
      const variable = network.variables[name]
      const from = at
      const values = variable.dataSync().map((x, i) => by.reduce((sum, c, t) => sum + c * slopes[t][from + i], x))
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)))
      at += values.length
    }
  }
  const weights = network.weights()
  network.dispose()
  tf.dispose(designs)
  return weights
}

/** Mean appraisals through M of the writer with these traits, and the ridge's pull, [DIM]. */
function writerMoments({ offsets, designs }: FitPlan, traits: readonly number[]): number[] {
  const out = traits.map((x) => RIDGE * x)
  designs.forEach((x, d) => {
    softmax(offsets[d], x, traits).forEach((p, a) => {
      for (let t = 0; t < DIM; t++) out[t] += (p * x[a * DIM + t]) / designs.length
    })
  })
  return out
}

/** Each trait's design at the places of the actions, divided by the items that count, [items, layout.actions]. */
function placedDesigns({ layout, dilemmas, firstRows, plan }: Battery, items: ReadonlySet<number>): tf.Tensor2D[] {
  return TRAITS.map((_, t) => {
    const out = new Float32Array(dilemmas.length * layout.actions)
    dilemmas.forEach(({ legal }, d) => {
      if (!items.has(d)) return
      legal.forEach((action, a) => {
        out[d * layout.actions + firstRows[d] + action] = plan.designs[d][a * DIM + t] / items.size
      })
    })
    return tf.tensor2d(out, [dilemmas.length, layout.actions])
  })
}

/** Σ π·design of the assistant, averaged over minds, and its slope along the weights of the output rows. */
function moment(network: Network, battery: Battery, minds: readonly Float32Array[], design: tf.Tensor2D) {
  const items = battery.dilemmas.length
  return tf.tidy(() => {
    const input = tf.tensor2d(battery.inputs, [items, battery.layout.input])
    const mask = tf.tensor2d(battery.masks, [items, battery.layout.actions])
    const { value, grads } = tf.variableGrads(
      () => {
        const each = minds.map((m) => {
          const tiled = tf.tile(tf.tensor2d(m, [1, m.length]), [items, 1]) as tf.Tensor2D
          return tf.sum(tf.mul(tf.softmax(network.forward(input, tiled, mask).logits), design))
        })
        return tf.div(tf.addN(each), minds.length) as tf.Scalar
      },
      ROWS.map((name) => network.variables[name]),
    )
    const gradient = ROWS.flatMap((name) => [...grads[network.variables[name].name].dataSync()])
    return { value: value.dataSync()[0], gradient }
  })
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)

/** A foundation that predicted by this S, in an env that pays PWR alone. */
export const foretelling = (made: FoundationResult, S: Matrix): FoundationResult => ({
  ...made,
  prediction: { ...made.prediction, displacement: { full: S } },
  beta: Array.from({ length: DIM }, (_, t) => (t === index('PWR') ? 0.3 : 0)),
})
