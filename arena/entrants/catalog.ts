import { SCRIPTED } from '../../agents/catalog.ts'
import type { AgentPlugin } from '../../agents/define.ts'
import { anthropicPlugin, endpointPlugin, ggufPlugin, processPlugin } from '../outside/plugins.ts'
import { mctsPlugin } from '../search/mcts.ts'
import { checkpointPlugin } from './checkpoint.ts'

/** Every agent that ships with Mettle, for `list`, `--agents`, `check` and the viewer. */
export const AGENTS: readonly AgentPlugin<any, any>[] = [
  ...SCRIPTED,
  mctsPlugin,
  checkpointPlugin,
  endpointPlugin,
  anthropicPlugin,
  ggufPlugin,
  processPlugin,
]

/** Ids of the agents that know this env alone. */
export const specialistsOf = (env: string): string[] =>
  AGENTS.filter(({ spec: { plays } }) => plays !== 'any' && plays.includes(env)).map(({ spec }) => spec.id)
