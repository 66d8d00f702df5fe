import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawMind, posteriorOf } from '../../agents/actor.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../agents/checkpoint.ts'
import { createNetwork, type Weights } from '../../agents/network.ts'
import { DIM, index, type Matrix, TRAITS, type Trait } from '../../agents/traits.ts'
import { type FoundationResult, mindRng, runFoundation } from '../../arena/foundation.ts'
import { type Battery, createBattery } from '../../arena/measure/battery.ts'
import { traitsOf } from '../../arena/measure/prediction.ts'
import { summarise } from '../../arena/report/summarise.ts'
import type { Cell } from '../../arena/report/summary.ts'
import { evalEnvs, type Study } from '../../arena/study.ts'
import { runTrial, type TrialResult } from '../../arena/trial.ts'

/**
 * Known answers through the whole pipeline: a real foundation, its checkpoint changed by hand in a way that only some readings can see, a trial
 * of no updates that measures it, and the summary of it all.
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

/** The checkpoint with some of its weights moved by `by(i)`, element by element. */
export function moved({ weights }: Checkpoint, name: string, by: (i: number) => number): Weights {
  const { shape, values } = weights[name]
  return { ...weights, [name]: { shape, values: values.map((value, i) => value + by(i)) } }
}

/** The level of PWR and what it drags along, as S foretells it times `kappa`, [DIM]. */
export const dragged = (S: Matrix, kappa: number, PWR: number): number[] => {
  const P = index('PWR')
  return TRAITS.map((trait, t) => (trait === 'PWR' ? PWR : trait === 'LEAD' ? 0 : (kappa * PWR * S[t][P]) / S[P][P]))
}

const NEWTON = 6
const STEP = 0.05

/**
 * Moves m for every evidence (the bias of its mean) until what the assistant does reads as the target, by damped Gauss–Newton on the battery itself.
 * @param target change of the fitted traits, [DIM] @param traits those that have to arrive
 */
export function shifted(
  { checkpoint, battery }: Foundation,
  study: Study,
  i: number,
  target: readonly number[],
  traits: readonly Trait[],
): Weights {
  const { spec, weights, assistant } = checkpoint
  const network = createNetwork(spec, weights)
  const rng = mindRng(study, i)
  const posterior = posteriorOf(network, assistant)
  const drawn = Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
  const at = traits.map((trait) => index(trait))
  const read = (by: readonly number[]) => {
    const fitted = traitsOf(
      network,
      battery,
      drawn.map((m) => m.map((x, k) => x + by[k])),
    )
    return at.map((t) => fitted[t])
  }
  const rest = read(new Array(spec.persona).fill(0))
  let by = new Array<number>(spec.persona).fill(0)
  for (let step = 0; step < NEWTON; step++) {
    const now = read(by)
    const gap = at.map((t, r) => target[t] - (now[r] - rest[r]))
    const columns = by.map((_, k) =>
      read(by.map((x, j) => (j === k ? x + STEP : x))).map((v, r) => (v - now[r]) / STEP),
    )
    const change = leastSquares(columns, gap)
    by = by.map((x, k) => x + change[k])
  }
  network.dispose()
  return moved(checkpoint, 'persona/mean/b', (k) => by[k])
}

/** The shortest x with Σ x_k column_k ≈ y, a little damped: (CᵀC + λI)⁻¹Cᵀy. */
function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): number[] {
  const gram = columns.map((a, i) => columns.map((b, j) => dot(a, b) + (i === j ? 1e-3 : 0)))
  return eliminate(
    gram,
    columns.map((a) => dot(a, y)),
  )
}

function eliminate(matrix: number[][], y: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, y[i]])
  for (let i = 0; i < rows.length; i++)
    for (let r = 0; r < rows.length; r++) {
      if (r === i) continue
      const factor = rows[r][i] / rows[i][i]
      rows[r] = rows[r].map((x, c) => x - factor * rows[i][c])
    }
  return rows.map((row, i) => row[rows.length] / row[i])
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)

/** A foundation that foretold by this S, in an env that pays PWR alone. */
export const foretelling = (made: FoundationResult, S: Matrix): FoundationResult => ({
  ...made,
  prediction: { ...made.prediction, displacement: { full: S } },
  beta: Array.from({ length: DIM }, (_, t) => (t === index('PWR') ? 0.3 : 0)),
})
