import type { AgentKind } from '../../agents/define.ts'
import { AGENTS } from './catalog.ts'
import type { Reference } from './reference.ts'

/** Why agents of a kind are not the same on every machine. */
const STAYS: Partial<Record<AgentKind, string>> = {
  network: 'a network, whose weights are a file of this machine',
  model: 'a language model, which takes a file or a key of this machine',
  process: 'a program of this machine',
}

/**
 * Why an agent cannot be handed to another machine by its name alone; undefined where it can: it comes with Mettle and
 * takes no file, key or program. Nothing is loaded to find out.
 */
export function staysHere({ id, path }: Reference): string | undefined {
  const plugin = AGENTS.find(({ spec }) => spec.id === id)
  return path || !plugin ? 'an agent from a file of this machine' : STAYS[plugin.spec.kind]
}
