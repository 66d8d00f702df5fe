import type { Agent } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'

/** An agent threw, or decided what cannot be. The message names agent and env. */
export class AgentFailure extends Fault {
  override readonly name = 'AgentFailure'

  constructor(message: string, options?: ErrorOptions) {
    super('METTLE_AGENT', message, options)
  }
}

/** The turn that something went wrong in. */
export interface Place {
  readonly seat: number
  /** Counted from 0. */
  readonly tick: number
  /** Seed of the match's chance. */
  readonly seed: string
}

/**
 * Runs what an agent's author wrote.
 * @param placeOf the turn in which it throws this message, where it can be told
 * @throws AgentFailure for whatever it throws; what a hook threw in it goes on as it is, with the turn
 */
export function blaming<T>(agent: Agent, env: Env, run: () => T, placeOf: (message: string) => Place | undefined): T {
  try {
    return run()
  } catch (error) {
    const message = messageOf(error)
    const place = placeOf(message)
    const turn = place ? `, seat ${place.seat}, tick ${place.tick}` : ''
    const seed = place ? `seed ${place.seed}` : 'in which of the matches asked together cannot be told'
    if (error instanceof Fault && error.code === 'METTLE_HOOK')
      throw amended(error, `${agent.id} in ${env.id}${turn}, ${seed}`)
    throw new AgentFailure(`agent ${agent.id} in ${env.id}${turn}: ${message} (${seed})`, { cause: error })
  }
}

/** A failure of a plugin in what is run says when that was, as "update 3". */
export function during<T>(when: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const plugins = error instanceof Fault && (error.code === 'METTLE_HOOK' || error.code === 'METTLE_AGENT')
    throw plugins ? amended(error, when) : error
  }
}

/** The same error, so that who catches it by class and fields finds them. */
export function amended<E extends Error>(error: E, where: string): E {
  error.message += ` (${where})`
  return error
}

export function fail(agent: Agent, env: Env, where: string, expected: string, got: string): never {
  throw new AgentFailure(`agent ${agent.id} in ${env.id}${where}: expected ${expected}, got ${got}`)
}
