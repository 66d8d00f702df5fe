import { z } from 'zod'
import { type Agent, type AgentPlugin, defineAgent } from '../define.ts'

/** A scripted agent that knows one env, and how it plays, in a sentence. */
export interface Bot extends Agent<null> {
  readonly summary: string
}

/** The plugin of a bot: it takes no params and plays that env alone. */
export const pluginOf = (env: string, bot: Bot): AgentPlugin =>
  defineAgent({
    id: bot.id,
    version: 1,
    kind: 'bot',
    summary: `In ${env}: ${bot.summary}`,
    params: z.strictObject({}),
    plays: [env],
    create: (_, name): Agent => ({ ...bot, id: name }),
  })
