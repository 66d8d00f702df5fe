import type { Game } from 'boardgame.io'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import { difference } from '../engine/compare.ts'
import { createReference } from '../engine/reference.ts'
import type { World } from './lockstep.ts'
import type { MatchRecord } from './record.ts'
import { act } from './seats.ts'

export interface Verified {
  readonly matches: number
  readonly steps: number
}

/**
 * Replays matches through boardgame.io's own reducer, step by step beside the stepper.
 * @throws Error naming the match's seed, the step and the first difference.
 */
export function verify(world: World & { readonly game: Game }, records: readonly MatchRecord[]): Verified {
  const reference = createReference(world.game)
  let steps = 0
  for (const record of records) steps += replay(world.env, world.engine, reference, record)
  return { matches: records.length, steps }
}

function replay(env: Env, engine: World['engine'], reference: World['engine'], record: MatchRecord): number {
  const options = { seed: record.seed, numPlayers: env.seats, setupData: record.setupData }
  const fast = engine.start(options)
  const slow = reference.start(options)
  for (let i = 0; i < record.actions.length; i += 2) {
    const [seat, action] = [record.actions[i], record.actions[i + 1]]
    const accepted = [act(env, fast, seat, action), act(env, slow, seat, action)]
    const found = accepted[0] === accepted[1] ? difference(slow.state(), fast.state()) : `accepted: ${accepted}`
    if (found)
      throw new Fault(
        'METTLE_REPLAY',
        `Expected the stepper to equal boardgame.io, got a difference (${env.id}, seed ${record.seed}, action ${i / 2}): ${found}`,
      )
  }
  return record.actions.length / 2
}
