import * as bargaining from './bots/bargaining.ts'
import { type Bot, pluginOf } from './bots/bot.ts'
import * as commons from './bots/commons.ts'
import * as dilemma from './bots/dilemma.ts'
import { randomPlugin } from './bots/random.ts'
import * as workshop from './bots/workshop.ts'
import { writerPlugin, writersPlugin } from './bots/writer.ts'
import type { AgentPlugin } from './define.ts'

const BOTS: Readonly<Record<string, Readonly<Record<string, Bot>>>> = { dilemma, commons, bargaining, workshop }

/**
 * Agents that this layer ships, for look-up by id; code passes agents themselves. Search and checkpoints need the
 * engine and files: the whole list is `arena/entrants/catalog.ts`.
 */
export const SCRIPTED: readonly AgentPlugin<any, any>[] = [
  randomPlugin,
  writerPlugin,
  writersPlugin,
  ...Object.entries(BOTS).flatMap(([env, bots]) => Object.values(bots).map((bot) => pluginOf(env, bot))),
]
