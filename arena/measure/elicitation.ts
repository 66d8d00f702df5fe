import type { Loadings } from '../../agents/loadings.ts'
import { DIM, independent, samplePersona } from '../../agents/traits.ts'
import { choose, type Dilemma, preference } from '../../agents/writers.ts'
import { createRng } from '../../envs/random.ts'

const WRITERS = 48

/**
 * What each trait explains of writers' choices in each env: mean KL between a writer's policy and that of the same
 * writer with this one trait at 0, nats per decision, over independent-trait writers. A trait that explains few nats is
 * not learned, and an imitation loss does not show it.
 * @param envs the dilemmas of each env @returns [traits][envs]
 */
export function elicited(envs: readonly (readonly Dilemma[])[], loadings?: Loadings): number[][] {
  const rng = createRng('elicitation')
  const everybody = independent(loadings?.[0].length ?? DIM)
  const personas = Array.from({ length: WRITERS }, () => samplePersona(everybody, rng))
  return everybody.mean.map((_, t) =>
    envs.map((dilemmas) => {
      let nats = 0
      for (const traits of personas) {
        const [own, without] = [traits, traits.with(t, 0)].map((each) => preference(each, loadings))
        for (const dilemma of dilemmas) nats += divergence(choose(dilemma, own), choose(dilemma, without))
      }
      return nats / (WRITERS * dilemmas.length)
    }),
  )
}

function divergence(p: Float64Array, q: Float64Array): number {
  let sum = 0
  for (let a = 0; a < p.length; a++) if (p[a] > 0) sum += p[a] * Math.log(p[a] / q[a])
  return sum
}

/** No env gets less than this share of an even one. */
const LEAST = 0.4
const ROUNDS = 4000

/**
 * Shares of the envs that make the least explained trait as well explained as can be, by multiplicative weights over
 * traits (Freund & Schapire 1999); traits that nothing elicits are left out.
 * @param nats [traits][envs] @returns shares, summing to 1
 */
export function balance(nats: readonly (readonly number[])[]): number[] {
  const envs = nats[0].length
  const seen = nats.filter((row) => row.some((x) => x > 1e-3))
  const top = Math.max(...seen.flat())
  const losses = seen.map(() => 0)
  const counts = new Array<number>(envs).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const low = Math.min(...losses)
    const prices = losses.map((loss) => Math.exp(-0.05 * (loss - low)))
    const worth = counts.map((_, e) => seen.reduce((sum, row, t) => sum + prices[t] * row[e], 0))
    const best = worth.indexOf(Math.max(...worth))
    counts[best] += 1
    for (const [t, row] of seen.entries()) losses[t] += row[best] / top
  }
  return counts.map((count) => LEAST / envs + ((1 - LEAST) * count) / ROUNDS)
}
