import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Layout } from '../../agents/layout.ts'
import { COMMON, type Env } from '../../envs/define.ts'
import { sha256 } from '../program/canonical.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import type { Entrant } from './entrant.ts'
import type { Reference } from './reference.ts'

const FILE = 'checkpoint.safetensors'

/** A checkpoint, or a folder; everything else with a path is a plugin file. */
export const isCheckpoint = (path: string): boolean =>
  path.endsWith('.safetensors') || (existsSync(path) && statSync(path).isDirectory())

/**
 * A checkpoint as it would be deployed: the assistant's evidence, the neutral cue, one draw of m a match, no
 * intervention. tfjs is loaded only here. @throws Refusal naming the path.
 */
export async function networkAgent(reference: Reference): Promise<Entrant> {
  const path = fileOf(reference)
  const bytes = readFileSync(path)
  const [{ actor, drawMind, posteriorOf }, { decodeCheckpoint }, { createNetwork }] = await Promise.all([
    import('../../agents/actor.ts'),
    import('../../agents/checkpoint.ts'),
    import('../../agents/network.ts'),
  ])
  const { spec, weights, assistant } = decoded(() => decodeCheckpoint(bytes), path)
  const network = createNetwork(spec, weights)
  const posterior = posteriorOf(network, assistant)
  const name = reference.text
  const agent = actor({ id: name, network, mind: (rng) => drawMind(posterior, 'neutral', rng) })
  const refuses = (env: Env) => strange(spec.layout, env)
  return { name, kind: 'network', params: {}, sha256: sha256(bytes), agent, refuses }
}

function fileOf({ text, flag }: Reference): string {
  const path = text.endsWith('.safetensors') ? text : join(text, FILE)
  if (!existsSync(path)) {
    const within = path === text ? '' : ` in ${text}`
    refuse(`${flag} ${text}`, `a checkpoint`, `no ${path === text ? 'such file' : FILE}${within}`)
  }
  refuseMotive(path, `${flag} ${text}`)
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
