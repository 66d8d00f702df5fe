import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agent } from '../../../agents/define.ts'
import { processPlugin } from '../../../arena/outside/plugins.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { type Client, client, episode, listening, servedOf } from './serve.ts'

const BOT = fileURLToPath(new URL('../outside/bot.mjs', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mettle serve program '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A server with two sessions, opposite whom a program sits; it ends with the server. */
async function opposite(how: string, use: (peers: readonly Client[]) => Promise<void>) {
  const agent = processPlugin({ target: `"${process.execPath}" "${BOT}" ${how}`, timeout: 20 }, how) as Agent
  agent.port?.open?.(folder)
  const serving = await listening(servedOf(dilemma({ rounds: 3 }), { opponents: [agent] }), { sessions: 2 })
  try {
    await use([await client(serving), await client(serving)])
  } finally {
    await serving.close()
  }
}

describe('a program opposite the client', () => {
  it('plays in two sessions on one seed at once, and neither hears of the other', { timeout: 60_000 }, async () => {
    await opposite('label', async (peers) => {
      const same = await Promise.all(peers.map((peer) => episode(peer, 5)))
      expect(same[0].heard).toEqual(same[1].heard)
      expect(same[0].metadata.agents).toEqual([null, 'label'])
      expect(same[0].rewards.length).toBe(same[0].actions.length)
    })
  })

  it('that answers what is not legal is drawn for, and the episode ends all the same', {
    timeout: 60_000,
  }, async () => {
    await opposite('illegal', async ([peer]) => {
      const { heard, metadata } = await episode(peer, 5)
      expect(heard.at(-1).done).toBe(true)
      expect(metadata.scores).toHaveLength(2)
    })
  })
})
