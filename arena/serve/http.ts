import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Rng } from '../../envs/random.ts'
import { metadata, openapi } from './about.ts'
import { LARGEST } from './limits.ts'
import { actionsIn, ClientError, fits, ResetData } from './messages.ts'
import { observed } from './observation.ts'
import { schemasOf } from './schema.ts'
import type { Served } from './served.ts'
import { openAsked } from './session.ts'

/** Status and body of an answer. */
export type Answer = readonly [status: number, body: unknown]

const StepBody = z.looseObject({
  action: z.record(z.string(), z.unknown()),
  timeout_s: z.number().positive().nullish(),
})

/**
 * OpenEnv's HTTP endpoints. As in OpenEnv they keep no session: a reset answers with the opening of a match of its own, a step with
 * what one action makes of another. Matches are played over `/ws`.
 */
export function httpOf(served: Served, rng: Rng): (request: IncomingMessage) => Promise<Answer> {
  let opened = 0
  const fresh = (data: ResetData) => openAsked(served, data, rng.fork(++opened))
  const gets: Readonly<Record<string, () => unknown>> = {
    '/health': () => ({ status: 'healthy' }),
    '/metadata': () => metadata(served),
    '/schema': () => schemasOf(served),
    '/openapi.json': () => openapi(served),
    '/state': () => ({ episode_id: null, step_count: 0 }),
  }
  const posts: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    '/reset': async (body) => observed(served, await fresh(fits(ResetData, body ?? {})), { first: true }),
    async '/step'(body) {
      const { action } = fits(StepBody, body)
      const episode = await fresh({})
      const actions = actionsIn(served, episode.deciding, action)
      const illegal = [...actions].some(([seat, each]) => episode.numbers(seat).mask[each] !== 1)
      if (illegal) return observed(served, episode, { first: true, problem: 'That cannot be chosen now.' })
      await episode.act(actions)
      return observed(served, episode, {})
    },
    '/mcp': async () => ({ jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'No tools are served here' } }),
  }
  return async (request) => {
    const path = (request.url ?? '/').split('?')[0]
    const { method } = request
    const known = Object.hasOwn(gets, path) ? 'GET' : Object.hasOwn(posts, path) ? 'POST' : undefined
    if (!known) return [404, { detail: 'Not Found' }]
    if (method !== known) return [405, { detail: 'Method Not Allowed' }]
    try {
      return [200, known === 'GET' ? gets[path]() : await posts[path](await bodyOf(request))]
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      return [error.wire === 'INVALID_JSON' ? 400 : 422, { detail: error.errors ?? error.message }]
    }
  }
}

/** @throws ClientError where it is not JSON, is too long, or the client left */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > LARGEST) throw new ClientError('INVALID_JSON', `expected at most ${LARGEST} bytes`)
    }
    return length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (error) {
    throw error instanceof ClientError ? error : new ClientError('INVALID_JSON', 'expected a whole body of JSON')
  }
}

const HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const

export const send = (response: ServerResponse, [status, body]: Answer): void =>
  void response.writeHead(status, HEADERS).end(JSON.stringify(body))
