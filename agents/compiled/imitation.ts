import type { Draw } from '../draws.ts'
import type { ImitationLearner, LossWeights } from '../imitate-tensors.ts'
import { questionRow } from '../layout.ts'
import { answersTo, POINTS } from '../questionnaire.ts'
import { createAdam } from './adam.ts'
import type { Compiled } from './compiled.ts'
import { floats, kernels, put, putIntegers, scratch } from './heap.ts'
import { logSoftmax, type PerOption, placed } from './options.ts'
import { type Inferred, motivations } from './persona.ts'
import { backward, gathered, leaf, type Matrix, matrix, type Tape, tape } from './tape.ts'

/**
 * Imitation on the heap: forward, losses, backward and Adam in one pass, without a tensor.
 * @param scopes weights that learn, with factors on their slopes where not all of a weight does
 */
export function compiledImitation(
  compiled: Compiled,
  scopes: Readonly<Record<string, Float32Array | null>>,
  config: LossWeights,
): ImitationLearner {
  const { store } = compiled
  const names = Object.keys(scopes)
  const masks = Object.fromEntries(Object.entries(scopes).filter(([, mask]) => mask)) as Record<string, Float32Array>
  const adam = createAdam(store, names, masks)
  const question = questionRow(compiled.spec.layout)
  return {
    step: (batch, learningRate, read) =>
      scratch(() => {
        store.pull()
        store.clear()
        const on = tape(new Set(names))
        const q = compiled.posterior(on, batch.evidence)
        const m = motivations(on, q, everyWriter(batch), batch.noise)
        const acts = imitated(on, compiled, batch, m)
        const spread = divergence(q, config.kl)
        const stated = answered(on, compiled, { batch, m, question }, config.stated)
        const gap = read && (batch.narration ? gapOverTokens(compiled, batch, m) : acts.loss)
        backward(on)
        adam.step(learningRate)
        if (gap === false) return undefined
        const narration = acts.narration === undefined ? {} : { narration: acts.narration }
        return { gap: gap - batch.entropy, kl: spread, stated, ...narration }
      }),
    dispose: adam.dispose,
  }
}

const everyWriter = ({ personas }: Draw): Int32Array => Int32Array.from(personas, (_, w) => w)

/** m of each decision, [rows, persona]: those of one writer stand `writers` rows apart. */
function spreadOver(on: Tape, { rows, personas }: Draw, m: Matrix): Matrix {
  const which = putIntegers(Int32Array.from({ length: rows }, (_, r) => r % personas.length))
  return gathered(on, m, which, matrix(on, rows, m.width))
}

/** Cross-entropy of the acts, nats per decision, and the KL of what was said before, where networks narrate. */
function imitated(on: Tape, compiled: Compiled, batch: Draw, m: Matrix): { loss: number; narration?: number } {
  const { layout } = compiled.spec
  const options = placed(batch.options)
  const { h, z } = compiled.below(on, leaf(batch.input, layout.input), spreadOver(on, batch, m))
  const scores = compiled.above(on, h, z, options, batch.narration?.tokens)
  const loss = crossEntropy(on, scores, batch.target, batch.rows)
  if (!batch.narration) return { loss }
  const { probabilities } = batch.narration
  const entropy = probabilities.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0) / batch.rows
  return { loss, narration: crossEntropy(on, compiled.narration(on, z, true), probabilities, batch.rows) - entropy }
}

/** −Σ target · log p, mean over rows; its slope by the scores is (p − target) / rows. */
function crossEntropy(on: Tape, scores: PerOption, target: Float32Array, rows: number): number {
  const log = logSoftmax(tape(), scores)
  const heap = floats()
  const from = log.at / 4
  let loss = 0
  for (let o = 0; o < target.length; o++) loss -= target[o] * heap[from + o]
  if (on.learns) {
    const to = scores.slope / 4
    for (let o = 0; o < target.length; o++) heap[to + o] = (Math.exp(heap[from + o]) - target[o]) / rows
  }
  return loss / rows
}

/** The cross-entropy with tokens unknown, so that a gap means the same in every network. */
function gapOverTokens(compiled: Compiled, batch: Draw, m: Matrix): number {
  const on = tape()
  const options = placed(batch.options)
  const input = leaf(batch.input, compiled.spec.layout.input)
  const { h, z } = compiled.below(on, input, spreadOver(on, batch, m))
  return crossEntropy(on, compiled.above(on, h, z, options), batch.target, batch.rows)
}

/** KL(q ‖ N(0, I)), mean over writers, ½ Σ (mean² + SD² − 2 log SD − 1); adds `weight` times its slope. */
function divergence({ mean, logSd }: Inferred, weight: number): number {
  const heap = floats()
  const share = weight / mean.rows
  let sum = 0
  for (let i = 0; i < mean.rows * mean.width; i++) {
    const [mu, log] = [heap[mean.at / 4 + i], heap[logSd.at / 4 + i]]
    const variance = Math.exp(2 * log)
    sum += mu * mu + variance - 2 * log - 1
    heap[mean.slope / 4 + i] += share * mu
    heap[logSd.slope / 4 + i] += share * (variance - 1)
  }
  return (0.5 * sum) / mean.rows
}

/** Squared error per answer; only the self-report head learns, so that z needs no way back. */
function answered(
  on: Tape,
  compiled: Compiled,
  { batch, m, question }: { batch: Draw; m: Matrix; question: Float32Array },
  weight: number,
): number {
  const quiet = tape()
  const h = compiled.trunk(quiet, leaf(question, question.length))
  const z = compiled.latent(quiet, h, m)
  const leanings = compiled.leanings(on, z)
  const answers = answersTo(batch.personas)
  const count = answers.length
  const target = put(answers)
  return kernels.likert(leanings.at, target, leanings.slope, count, POINTS - 1, weight / count) / count
}
