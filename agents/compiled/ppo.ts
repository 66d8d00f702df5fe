import type { Network } from '../network.ts'
import type { Rows } from '../ppo-rows.ts'
import {
  frozenPolicy,
  type PpoLearning,
  type PpoStep,
  type Readings,
  readingsOf,
  type UpdateHooks,
} from '../ppo-tensors.ts'
import { createAdam } from './adam.ts'
import type { Compiled } from './compiled.ts'
import { floats, scratch } from './heap.ts'
import { addGradients, askHooks, type Pulled, withGradients } from './hooks.ts'
import { changed } from './latent.ts'
import { eachRow, logSoftmax, type PerOption, placed } from './options.ts'
import { motivations } from './persona.ts'
import { backward, leaf, type Matrix, tape } from './tape.ts'

/**
 * PPO's step on the heap: forward, losses, backward and Adam in one pass. Tensors appear where interventions ask for
 * them, and only there.
 */
export function compiledPpo(compiled: Compiled, learning: PpoLearning): PpoStep {
  const { store } = compiled
  const { network, reference, evidence, policy, critic, rates } = learning
  const policyAdam = createAdam(store, policy)
  const criticAdam = createAdam(store, critic)
  const frozen = frozenPolicy(reference, evidence)

  function step(rows: Rows, hooks: UpdateHooks, policyTrains: boolean): Record<string, number> {
    return scratch(() => {
      store.pull()
      const wanted = policyTrains || hooks.gradients ? [...policy, ...critic] : critic
      const on = tape(new Set(wanted))
      const m = motivations(on, compiled.posterior(on, evidence), rows.set, rows.noise)
      const input = leaf(rows.input, compiled.spec.layout.input)
      const { h, z } = compiled.below(on, input, m)
      const read = hooks.motivation ? changed(on, z, hooks.motivation) : z
      const options = placed(rows.options)
      const scores = compiled.above(on, h, read, options, rows.token)
      const value = compiled.value(on, { h, z })
      const narration = rows.token && compiled.narration(on, read)
      // Interventions read policies over actions alone, so a network that narrates is asked again without the token.
      const asked = hooks.losses && logSoftmax(on, rows.token ? compiled.above(on, h, read, options) : scores)
      const pulled =
        hooks.losses &&
        asked &&
        askHooks(learning, compiled.variables, frozen, hooks.losses, { rows, m, z, logPolicy: asked })
      store.clear()
      const readings = {
        ...climbed(scores, narration, rows, learning),
        ...squared(value, rows),
        extra: pulled?.loss ?? 0,
      }
      const logged = readingsOf(readings)
      if (pulled && asked) pull(pulled, asked, z)
      backward(on)
      learn(network, hooks, pulled, policyTrains)
      return logged
    })
  }

  /** Gradients as the hooks leave them, then one step of each optimiser. */
  function learn(own: Network, hooks: UpdateHooks, pulled: Pulled | undefined, policyTrains: boolean): void {
    if (pulled) addGradients(store, pulled)
    if (hooks.gradients) withGradients(store, own.variables, [...policy, ...critic], hooks.gradients)
    if (policyTrains) policyAdam.step(rates.policy)
    criticAdam.step(rates.critic)
  }

  return {
    step,
    dispose() {
      policyAdam.dispose()
      criticAdam.dispose()
    },
  }
}

/** Adds the slopes of the interventions' losses to those of log-policy and z. */
function pull({ logPolicy, z: byZ }: Pulled, asked: PerOption, z: Matrix): void {
  const heap = floats()
  for (let o = 0; o < asked.options.count; o++) heap[asked.slope / 4 + o] += logPolicy[o]
  for (let i = 0; i < byZ.length; i++) heap[z.slope / 4 + i] += byZ[i]
}

/**
 * The clipped surrogate (eq. 7 of Schulman et al. 2017) and the entropy bonus, with their slopes by the scores:
 * ∂ log p_taken / ∂ score = 1[taken] − p, ∂ H / ∂ score = −p · (log p + H). With narration the ratio is that of token
 * and action together, and the bonus pays for both. Where likelihood is climbed, the slope is the advantage alone.
 */
function climbed(
  scores: PerOption,
  narration: PerOption | undefined,
  rows: Rows,
  { config: { clip, entropy: bonus }, objective = 'surrogate' }: PpoLearning,
): Omit<Readings, 'value' | 'extra'> {
  const parts = [softened(scores, (r) => placeOf(rows, r))]
  if (narration) parts.push(softened(narration, (r) => r * (narration.options.count / rows.count) + token(rows, r)))
  const total = weightOf(rows)
  const plain = objective === 'likelihood'
  const sums = { policy: 0, entropy: 0, kl: 0, clipped: 0 }
  for (let r = 0; r < rows.count; r++) {
    const [weight, advantage] = [rows.weight[r], rows.advantage[r]]
    const logProbability = parts.reduce((sum, part) => sum + part.taken[r], 0)
    const entropy = parts.reduce((sum, part) => sum + part.entropy[r], 0)
    const ratio = Math.exp(logProbability - rows.old[r])
    const kept = Math.min(1 + clip, Math.max(1 - clip, ratio))
    const within = ratio * advantage <= kept * advantage
    const value = plain ? advantage * logProbability : Math.min(ratio * advantage, kept * advantage)
    sums.policy -= weight * (value + bonus * entropy)
    sums.entropy += weight * entropy
    sums.kl += weight * (rows.old[r] - logProbability)
    if (Math.abs(ratio - 1) > clip) sums.clipped += weight
    const share = -weight / total
    const slope = plain ? advantage : within ? ratio * advantage : 0
    for (const part of parts) part.add(r, share * slope, share * bonus)
  }
  const mean = (sum: number) => sum / total
  return { policy: mean(sums.policy), entropy: mean(sums.entropy), kl: mean(sums.kl), clipped: mean(sums.clipped) }
}

const token = ({ token: said }: Rows, r: number): number => said?.[r] ?? 0
const weightOf = ({ weight }: Rows): number =>
  Math.max(
    1,
    weight.reduce((sum, x) => sum + x, 0),
  )

/** Where the action that was taken stands among the options. */
function placeOf({ options: { ends, actions }, action }: Rows, r: number): number {
  let o = ends[r]
  while (actions[o] !== action[r]) o += 1
  return o
}

/** Log-probabilities of a choice, and how to add to its slopes. @param takenAt the option taken in a row */
function softened(scores: PerOption, takenAt: (row: number) => number) {
  const log = logSoftmax(tape(), scores)
  const { rows } = scores.options
  const [first, end] = [new Int32Array(rows), new Int32Array(rows)]
  const [taken, entropy] = [new Float64Array(rows), new Float64Array(rows)]
  const heap = floats()
  const [from, to] = [log.at / 4, scores.slope / 4]
  eachRow(scores.options, (r, begin, stop) => {
    first[r] = begin
    end[r] = stop
    taken[r] = heap[from + takenAt(r)]
    for (let o = begin; o < stop; o++) entropy[r] -= Math.exp(heap[from + o]) * heap[from + o]
  })
  const add = (r: number, byTaken: number, byEntropy: number) => {
    const at = takenAt(r)
    for (let o = first[r]; o < end[r]; o++) {
      const p = Math.exp(heap[from + o])
      heap[to + o] += byTaken * ((o === at ? 1 : 0) - p) - byEntropy * p * (heap[from + o] + entropy[r])
    }
  }
  return { taken, entropy, add }
}

/** Squared error of the critic, unclipped, and its slope. */
function squared(value: Matrix, rows: Rows): Pick<Readings, 'value'> {
  const heap = floats()
  const total = weightOf(rows)
  let sum = 0
  for (let r = 0; r < rows.count; r++) {
    const error = heap[value.at / 4 + r] - rows.target[r]
    sum += rows.weight[r] * error * error
    heap[value.slope / 4 + r] = (2 * rows.weight[r] * error) / total
  }
  return { value: sum / total }
}
