import { actor, drawMind, posteriorOf } from '../../agents/actor.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { EvidenceSource } from '../../agents/evidence.ts'
import type { Loadings } from '../../agents/loadings.ts'
import type { Network } from '../../agents/network.ts'
import { DIM, independent, samplePersona, solve, type TraitVector } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { type Panel, pair } from '../play/panel.ts'
import { play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { columnMeans, meanOf } from '../statistics/linear.ts'

/**
 * Matches of each writer: every seat twice. They are the same for all writers, so few of them tell of these opponents
 * alone.
 */
const MATCHES = 6

/**
 * The selection gradient β of scripted writers on an env (Lande & Arnold 1983): OLS slopes of payoff on all
 * traits, at the population mean unless another `centre` is given, against a panel. It belongs to the env: where
 * darkness itself pays, it shows here (VALIDITY §2.2).
 * @returns payoff per SD, [DIM]
 */
export function selectionGradient(
  env: Env,
  panel: Panel,
  writers: number,
  rng: Rng,
  centre?: TraitVector,
  matches = MATCHES,
  loadings?: Loadings,
): number[] {
  const world = createWorld(env)
  const everybody = independent(loadings?.[0].length ?? DIM)
  const around = { ...everybody, mean: [...(centre ?? everybody.mean)] }
  const personas = Array.from({ length: writers }, () => samplePersona(around, rng))
  const common = rng.fork('matches')
  const payoffs = personas.map((traits, i) => {
    const pairings = pair(writer(`focal-${i}`, traits, loadings), panel, env.seats, matches, common)
    return meanOf(play(world, pairings, { kept: 0 }).map(({ scores, focal }) => scores[focal]))
  })
  return slopes(personas, payoffs)
}

/**
 * The selection gradient of a network that takes itself for such writers: shown evidence of each, it plays as whom it
 * takes them for, and payoff is regressed on their traits. Descriptive: a network that infers PWR from dark acts pays
 * darkness where the env does not, and that is what is studied (VALIDITY §2.2).
 * @returns payoff per SD of a trait in the evidence, [DIM]
 */
export function networkGradient(
  network: Network,
  evidenceSource: EvidenceSource,
  env: Env,
  panel: Panel,
  writers: number,
  rng: Rng,
  matches = MATCHES,
): number[] {
  const everybody = independent(network.spec.traits ?? DIM)
  const personas = Array.from({ length: writers }, () => samplePersona(everybody, rng))
  const posteriors = posteriorOf(network, evidenceSource.show(personas, evidenceSource.long, rng.fork('acts')))
  const common = rng.fork('matches')
  const world = createWorld(env)
  const payoffs = chunks(posteriors, AT_ONCE).flatMap((some) => {
    // Episodes draw their minds in the order of the pairings: every writer's matches in a row.
    let episode = 0
    const mind = (source: Rng) => drawMind([some[Math.floor(episode++ / matches)]], 'neutral', source)
    const focal = actor({ id: 'focal', network, mind })
    const pairings = some.flatMap(() => pair(focal, panel, env.seats, matches, common))
    const paid = play(world, pairings, { kept: 0 }).map(({ scores, focal: own }) => scores[own])
    return some.map((_, i) => meanOf(paid.slice(i * matches, (i + 1) * matches)))
  })
  return slopes(personas, payoffs)
}

/** Writers whose matches are played at once: enough for a good batch, and a bound on memory. */
const AT_ONCE = 64

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

function slopes(xs: readonly (readonly number[])[], ys: readonly number[]): number[] {
  const means = columnMeans(xs)
  const mean = meanOf(ys)
  const centred = xs.map((x) => x.map((value, i) => value - means[i]))
  const gram = means.map((_, i) => means.map((__, j) => centred.reduce((sum, x) => sum + x[i] * x[j], 0)))
  return solve(
    gram,
    means.map((_, i) => centred.reduce((sum, x, r) => sum + x[i] * (ys[r] - mean), 0)),
  )
}
