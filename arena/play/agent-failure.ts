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

/** Runs what an agent's author wrote. @throws AgentFailure for whatever it throws */
export function blaming<T>(agent: Agent, env: Env, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new AgentFailure(`agent ${agent.id} in ${env.id}: ${messageOf(error)}`, { cause: error })
  }
}

export function fail(agent: Agent, env: Env, where: string, expected: string, got: string): never {
  throw new AgentFailure(`agent ${agent.id} in ${env.id}${where}: expected ${expected}, got ${got}`)
}
