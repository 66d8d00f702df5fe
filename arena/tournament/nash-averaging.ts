import { solveAny } from './linear-system.ts'

/** How each agent fares against the equilibrium mixture of all: 0 for those in it, below 0 for the rest. */
export interface NashAverage {
  /** The maximum-entropy equilibrium. */
  readonly weights: readonly number[]
  readonly ratings: readonly number[]
}

const COLDEST = 1e-8
const COOLING = 0.4
const STEPS = 60

/**
 * Nash averaging (Balduzzi et al. 2018, NeurIPS): the maximum-entropy Nash equilibrium of the meta-game in which two
 * players choose agents. `advantage` is antisymmetric: log-odds, or payoff differences. Adding a copy of an agent
 * changes nobody's rating.
 *
 * Computed as the limit of the equilibria with an entropy bonus τ, which solve p = softmax(A p / τ). Each has at least
 * the entropy of every equilibrium of the game (insert it into the saddle-point inequality), so their limit for τ → 0
 * is the one of maximum entropy. Newton's method finds each from the one before; its Jacobian is regular since A is
 * antisymmetric.
 */
export function nashAverage(advantage: readonly ArrayLike<number>[]): NashAverage {
  const size = advantage.reduce((most, row) => Array.from(row).reduce((m, a) => Math.max(m, Math.abs(a)), most), 0)
  const even = advantage.map(() => 1 / advantage.length)
  if (size === 0) return { weights: even, ratings: advantage.map(() => 0) }
  const game = advantage.map((row) => Array.from(row, (a) => a / size))
  let worth = times(game, even)
  let heat = 1
  worth = settle(game, worth, heat)
  while (heat > COLDEST) {
    heat *= COOLING
    worth = settle(game, cooled(worth, heat), heat)
  }
  const weights = softmax(worth, heat)
  return { weights, ratings: times(game, weights).map((r) => r * size) }
}

/** Starts the colder game where agents in the mixture keep their weights and the others their distance. */
function cooled(worth: readonly number[], heat: number): number[] {
  const best = Math.max(...worth)
  const warm = heat / COOLING
  return worth.map((w) => (best - w < 10 * warm ? best - (best - w) * COOLING : w))
}

/** Newton on worth = A·softmax(worth / τ), halving steps that do not bring the two closer. */
function settle(game: readonly (readonly number[])[], start: readonly number[], heat: number): number[] {
  let worth = [...start]
  let gap = gapOf(game, worth, heat)
  for (let step = 0; step < STEPS && norm(gap) > 1e-13; step++) {
    const change = solveAny(jacobian(game, worth, heat), gap)
    let share = 1
    let next = worth.map((w, i) => w - change[i])
    let nextGap = gapOf(game, next, heat)
    for (; norm(nextGap) >= norm(gap) && share > 1e-4; share /= 2) {
      next = worth.map((w, i) => w - (share / 2) * change[i])
      nextGap = gapOf(game, next, heat)
    }
    if (norm(nextGap) >= norm(gap)) break
    worth = next
    gap = nextGap
  }
  return worth
}

function gapOf(game: readonly (readonly number[])[], worth: readonly number[], heat: number): number[] {
  const reached = times(game, softmax(worth, heat))
  return worth.map((w, i) => w - reached[i])
}

/** I − A(diag p − p pᵀ)/τ. */
function jacobian(game: readonly (readonly number[])[], worth: readonly number[], heat: number): number[][] {
  const p = softmax(worth, heat)
  const mean = times(game, p)
  return game.map((row, i) => row.map((a, j) => (i === j ? 1 : 0) - ((a - mean[i]) * p[j]) / heat))
}

function softmax(worth: readonly number[], heat: number): number[] {
  const best = Math.max(...worth)
  const raw = worth.map((w) => Math.exp((w - best) / heat))
  const total = raw.reduce((sum, x) => sum + x, 0)
  return raw.map((x) => x / total)
}

const times = (game: readonly (readonly number[])[], p: readonly number[]) =>
  game.map((row) => row.reduce((sum, a, j) => sum + a * p[j], 0))

const norm = (values: readonly number[]) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
