import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Agent, defineAgent } from '../../agents/define.ts'
import type { Layout } from '../../agents/layout.ts'
import { COMMON, type Env } from '../../envs/define.ts'
import { sha256 } from '../program/canonical.ts'
import { messageOf, refuse } from '../refusal/errors.ts'

const FILE = 'checkpoint.safetensors'

/** A checkpoint, or a folder that is no package; everything else with a path is a plugin file. */
export const isCheckpoint = (path: string): boolean =>
  path.endsWith('.safetensors') ||
  (existsSync(path) && statSync(path).isDirectory() && !existsSync(join(path, 'package.json')))

/** How a bare path of a checkpoint is referred to by id. */
export const CHECKPOINT = (path: string) => ({ id: 'network', options: { checkpoint: path }, path: false })

/**
 * A checkpoint as it would be deployed: the assistant's evidence, the neutral cue, one draw of m per match, no
 * intervention. tfjs is loaded only when one is made. @throws Refusal naming the path
 */
export const checkpointPlugin = defineAgent({
  id: 'network',
  version: 1,
  kind: 'network',
  summary:
    'A trained network with its motivation layer, as it would be deployed; the path of its checkpoint does as well.',
  params: z.strictObject({
    checkpoint: z.string().describe('A checkpoint.safetensors, or the folder of the job that holds one.'),
  }),
  plays: 'any',
  async create({ checkpoint }, name) {
    const path = fileOf(checkpoint)
    const bytes = readFileSync(path)
    const [{ actor, drawMind, posteriorOf }, { decodeCheckpoint }, { createNetwork }] = await Promise.all([
      import('../../agents/actor.ts'),
      import('../../agents/checkpoint.ts'),
      import('../../agents/network.ts'),
    ])
    const { spec, weights, assistant } = decoded(() => decodeCheckpoint(bytes), path)
    const network = createNetwork(spec, weights)
    const posterior = posteriorOf(network, assistant)
    const agent: Agent = actor({ id: name, network, mind: (rng) => drawMind(posterior, 'neutral', rng) })
    return { ...agent, sha256: sha256(bytes), refuses: (env: Env) => strange(spec.layout, env) }
  },
})

function fileOf(checkpoint: string): string {
  const path = checkpoint.endsWith('.safetensors') ? checkpoint : join(checkpoint, FILE)
  if (!existsSync(path)) {
    const within = path === checkpoint ? '' : ` in ${checkpoint}`
    refuse(`agent ${checkpoint}`, 'a checkpoint', `no ${path === checkpoint ? 'such file' : FILE}${within}`)
  }
  refuseMotive(path, `agent ${checkpoint}`)
  return path
}

/** What a trial in `motive` learned is the mean of q, which no checkpoint holds: it would play as if never trained. */
function refuseMotive(path: string, source: string): void {
  const result = join(dirname(path), 'result.json')
  const regime = existsSync(result) && JSON.parse(readFileSync(result, 'utf8'))?.id?.regime
  if (regime === 'motive')
    refuse(source, 'a trial in encoder or full', 'one in motive, whose checkpoint is the network before RL')
}

function decoded<T>(decode: () => T, path: string): T {
  try {
    return decode()
  } catch (error) {
    return refuse(path, 'a checkpoint of Mettle', messageOf(error))
  }
}

function strange({ envs }: Layout, env: Env): string | undefined {
  const block = envs.find(({ id }) => id === env.id)
  if (!block) return `a network built for ${envs.map(({ id }) => id).join(', ')}`
  const [observation, rows] = [env.observationSize - COMMON, env.actions.length]
  if (block.observation === observation && block.rows === rows) return undefined
  return `a network built for one with ${block.observation} own observations and ${block.rows} actions, not ${observation} and ${rows} (other params or version)`
}
