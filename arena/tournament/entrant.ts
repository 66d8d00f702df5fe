import type { Agent } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'

/** An agent that takes part, under the name it was given on the command line. */
export interface Entrant {
  readonly name: string
  readonly kind: 'bot' | 'writer' | 'search' | 'network' | 'plugin'
  /** What fixes how it plays, with its name. */
  readonly params: Readonly<Record<string, unknown>>
  /** Of the file it came from. */
  readonly sha256?: string
  readonly agent: Agent
  /** Why it cannot play this env, if it cannot. */
  refuses(env: Env): string | undefined
}
