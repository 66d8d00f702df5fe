import type { Agent, AgentKind } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'

/** An agent that takes part, under the name it was given on the command line. */
export interface Entrant {
  readonly name: string
  readonly kind: AgentKind
  /** What fixes how it plays, with its name. */
  readonly params: Readonly<Record<string, unknown>>
  /** SHA-256 of the file it came from, where it came from one. */
  readonly sha256?: string
  readonly agent: Agent
  /** Why it cannot play this env; undefined where it can. */
  refuses(env: Env): string | undefined
}
