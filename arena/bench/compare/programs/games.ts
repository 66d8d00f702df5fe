import { type Recorded, replay } from '../../replay.ts'
import type { Load, Program } from '../define.ts'
import { missing } from '../modules.ts'
import { each, rate, stopwatch } from '../spent.ts'
import { MAPS, mapMatches } from './map.ts'
import { subjectOf } from './subject.ts'

/** Recorded matches played again: moves a second in one mode, or in boardgame.io's own reducer. */
export const stepper: Program = async (load, { row, game, mode, seconds }) => {
  const [definition, recorded] = await playable(load, game)
  const { createStepper } = await load<typeof import('../../../engine/stepper.ts')>('arena/engine/stepper')
  const { createReference } = await load<typeof import('../../../engine/reference.ts')>('arena/engine/reference')
  const engine = mode === 'reference' ? createReference(definition) : createStepper(definition, { mode })
  return () => {
    const watch = stopwatch()
    let moves = 0
    while (watch().wall < seconds) moves += replay(engine, recorded)
    return { [row]: rate(watch(), moves) }
  }
}

/** A game by name: a map, the same code for every build, or the train env of `quick` as the build has it. */
async function playable(load: Load, game: string): Promise<[any, Recorded]> {
  if (MAPS[game]) return [MAPS[game].game, mapMatches(MAPS[game].tiles)]
  const { contestsWith } = await load<typeof import('../../recordings.ts')>('arena/bench/recordings')
  const { quick } = await load<typeof import('../../../studies/quick.ts')>('arena/studies/quick')
  const { trainEnv } = await load<typeof import('../../../study/envs.ts')>('arena/study/envs')
  const env = trainEnv(quick)
  const contest = contestsWith(env).find((each) => each.game === game)
  return env.id === game && contest ? [env.game, contest] : missing(`recording of ${game}`)
}

/** Matches of the train env with one network in every seat, in lockstep. */
export const rollout: Program = async (load, { row, matches }) => {
  const { env, made, assistant } = await subjectOf(load)
  const { actor, drawMind, posteriorOf } = await load<typeof import('../../../../agents/actor.ts')>('agents/actor')
  const { play } = await load<typeof import('../../../play/rollout.ts')>('arena/play/rollout')
  const { createWorld } = await load<typeof import('../../../play/world.ts')>('arena/play/world')
  const { createRng } = await load<typeof import('../../../../envs/random.ts')>('envs/random')
  const network = made()
  const posterior = posteriorOf(network, assistant)
  const agent = actor({ id: 'network', network, mind: (rng) => drawMind(posterior, 'neutral', rng) })
  const agents = new Array(env.seats).fill(agent)
  const pairings = Array.from({ length: matches }, (_, i) => ({ seed: createRng('rollout').fork(i).seed, agents }))
  const world = createWorld(env)
  return () => {
    const watch = stopwatch()
    const decisions = play(world, pairings).reduce((sum, { actions }) => sum + actions.length / 2, 0)
    return { [row]: rate(watch(), decisions) }
  }
}

const PLAYERS = 17

/** Every pairing of 17 bots of the iterated dilemma, in one order of seats. */
export const dilemma: Program = async (load, { row, rounds, times }) => {
  const bots = await load('agents/bots/dilemma')
  const { dilemma: env } = await load<typeof import('../../../../envs/dilemma/env.ts')>('envs/dilemma/env')
  const { roundRobin } = await load<typeof import('../../../tournament/pairings.ts')>('arena/tournament/pairings')
  const { playSeatings } = await load<typeof import('../../../tournament/play.ts')>('arena/tournament/play')
  const { createWorld } = await load<typeof import('../../../play/world.ts')>('arena/play/world')
  const shipped = Object.values<any>(bots).filter((bot) => typeof bot?.decide === 'function')
  const players = Array.from({ length: PLAYERS }, (_, i) => ({ ...shipped[i % shipped.length], id: `bot ${i}` }))
  const draw = { env: 'dilemma', seats: 2, seed: 1, matches: 1, names: players.map(({ id }) => id) }
  const fixtures = roundRobin(draw, [...players.keys()]).filter((_, i) => i % 2 === 0)
  const seatings = fixtures.map((fixture) => ({ ...fixture, agents: fixture.seats.map((player) => players[player]) }))
  const world = createWorld(env({ rounds }))
  return async () => {
    const watch = stopwatch()
    for (let time = 0; time < times; time++) await playSeatings(world, seatings)
    return { [row]: each(watch(), times, 1000) }
  }
}
