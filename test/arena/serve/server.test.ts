import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { random } from '../../../agents/bots/random.ts'
import { bucket, LARGEST } from '../../../arena/serve/limits.ts'
import type { Serving } from '../../../arena/serve/server.ts'
import { createSession } from '../../../arena/serve/session.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { client, episode, listening, servedOf } from './serve.ts'

const env = dilemma({ rounds: 3 })
let serving: Serving
afterEach(async () => serving.close())

async function http(
  path: string,
  { method = 'GET', headers = {}, body = '' } = {},
): Promise<{ status: number; body: any }> {
  const asked = request({ port: serving.port, host: '127.0.0.1', path, method, headers })
  asked.end(body)
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, body: JSON.parse(text) }
}

describe('the protocol', () => {
  it('answers reset, step and state, and closes when it is told to', async () => {
    serving = await listening(servedOf(env))
    const peer = await client(serving)
    expect(await peer.say({ type: 'state' })).toEqual({ type: 'state', data: { episode_id: null, step_count: 0 } })
    const opening = await peer.say({ type: 'reset', data: { seed: 1, episode_id: 'mine', unknown: true } })
    expect(opening).toMatchObject({ type: 'observation', data: { reward: null, done: false } })
    const step = await peer.say({ type: 'step', data: { action: ' Defect ', metadata: {} } })
    expect(step.data.reward).toBeTypeOf('number')
    expect((await peer.say({ type: 'state' })).data).toEqual({ episode_id: 'mine', step_count: 1 })
    peer.socket.send(JSON.stringify({ type: 'close' }))
    expect((await once(peer.socket, 'close'))[0]).toBe(1000)
    await vi.waitFor(() => expect(serving.sessions()).toBe(0))
  })

  it.each([
    ['{', 'INVALID_JSON'],
    ['[]', 'VALIDATION_ERROR'],
    ['null', 'VALIDATION_ERROR'],
    [{ type: 'peek' }, 'UNKNOWN_TYPE'],
    [{ type: 7 }, 'UNKNOWN_TYPE'],
    [{ type: 'mcp', data: {} }, 'UNKNOWN_TYPE'],
    [{ type: 'reset', data: { seed: -1 } }, 'VALIDATION_ERROR'],
    [{ type: 'reset', data: { seed: 'one' } }, 'VALIDATION_ERROR'],
    [{ type: 'reset', data: { episode_id: 'x'.repeat(256) } }, 'VALIDATION_ERROR'],
    [{ type: 'reset', data: {}, more: 1 }, 'VALIDATION_ERROR'],
    [{ type: 'step' }, 'VALIDATION_ERROR'],
    [{ type: 'step', data: {} }, 'VALIDATION_ERROR'],
    [{ type: 'step', data: { action: 'defect', seat: 1 } }, 'VALIDATION_ERROR'],
    [{ type: 'step', data: { action: 'reset' } }, 'VALIDATION_ERROR'],
    [{ type: 'step', data: { action: 3 } }, 'VALIDATION_ERROR'],
  ])('%j is %s, and the session goes on', async (message, code) => {
    serving = await listening(servedOf(env))
    const peer = await client(serving)
    const { data: opening } = await peer.say({ type: 'reset', data: { seed: 1 } })
    const answer = await peer.say(message as object)
    expect(answer).toMatchObject({ type: 'error', data: { code, message: expect.any(String) } })
    const after = await peer.say({ type: 'step', data: { action: opening.observation.legal[0] } })
    expect(after.type).toBe('observation')
  })

  it('wants a reset before the first step, and after the last', async () => {
    serving = await listening(servedOf(env))
    const peer = await client(serving)
    const step = { type: 'step', data: { action: 'defect' } }
    expect((await peer.say(step)).data.code).toBe('EXECUTION_ERROR')
    await episode(peer, 1)
    expect((await peer.say(step)).data).toMatchObject({
      code: 'EXECUTION_ERROR',
      message: expect.stringContaining('over'),
    })
  })

  it('ends an episode in which an agent fails, and the session goes on', async () => {
    const broken = {
      ...random,
      id: 'broken',
      decide: () => {
        throw new RangeError('lost its way')
      },
    }
    serving = await listening(servedOf(env, { opponents: [broken] }))
    const peer = await client(serving)
    await peer.say({ type: 'reset', data: {} })
    const failed = await peer.say({ type: 'step', data: { action: 'defect' } })
    expect(failed.data).toMatchObject({ code: 'EXECUTION_ERROR', message: expect.stringContaining('broken') })
    expect((await peer.say({ type: 'reset', data: {} })).type).toBe('observation')
  })

  it('has the HTTP endpoints beside it', async () => {
    serving = await listening(servedOf(env))
    expect((await http('/health')).body).toEqual({ status: 'healthy' })
    expect((await http('/metadata')).body).toMatchObject({ name: 'mettle-dilemma', readme_content: env.rules })
    const { action, observation, state } = (await http('/schema')).body
    expect(action).toMatchObject({ title: 'MettleAction', required: ['action'] })
    expect(action.properties.action.enum).toEqual(env.actions.map(({ label }) => label))
    expect(Object.keys(observation.properties)).toContain('legal')
    expect(state.required).toEqual(['episode_id', 'step_count'])
    const json = { 'content-type': 'application/json' }
    const post = (path: string, body: unknown) =>
      http(path, { method: 'POST', headers: json, body: JSON.stringify(body) })
    const opening = (await post('/reset', { seed: 3 })).body
    expect(opening).toMatchObject({ reward: null, done: false })
    expect(opening).toEqual((await (await client(serving)).say({ type: 'reset', data: { seed: 3 } })).data)
    expect((await post('/step', { action: { action: 'defect' } })).body.reward).toBeTypeOf('number')
    expect((await post('/step', { action: { action: 'none' } })).status).toBe(422)
    expect((await post('/mcp', {})).body.error.code).toBe(-32_600)
    expect((await http('/nothing')).status).toBe(404)
    expect((await http('/reset')).status).toBe(405)
    expect((await http('/reset', { method: 'POST', body: 'x'.repeat(LARGEST + 1) })).status).toBe(400)
  })
})

describe('many sessions', () => {
  it('64 at once each hear what they would hear alone', async () => {
    const served = servedOf(boardroom())
    serving = await listening(served, { sessions: 64 })
    const peers = await Promise.all(Array.from({ length: 64 }, () => client(serving)))
    expect(serving.sessions()).toBe(64)
    const together = await Promise.all(peers.map((peer, seed) => episode(peer, seed)))
    for (const [seed, heard] of together.entries()) {
      const alone = createSession(served, 1)
      const say = async (message: object | string) => (await alone.answer(JSON.stringify(message))) as any
      expect(heard).toEqual(await episode({ say }, seed))
    }
    for (const peer of peers) peer.close()
    await vi.waitFor(() => expect(serving.sessions()).toBe(0))
  })

  it('one too many is told so and sent away; its place is free once another leaves', async () => {
    serving = await listening(servedOf(env), { sessions: 1 })
    const first = await client(serving)
    const second = await client(serving)
    const closed = once(second.socket, 'close')
    expect((await second.heard()).data).toMatchObject({ code: 'CAPACITY_REACHED', active_sessions: 1, max_sessions: 1 })
    expect((await closed)[0]).toBe(1013)
    first.close()
    await vi.waitFor(() => expect(serving.sessions()).toBe(0))
    expect((await (await client(serving)).say({ type: 'reset' })).type).toBe('observation')
  })
})

describe('who may come in', () => {
  it.each([
    [{ headers: { Host: 'evil.example' } }, 'another name'],
    [{ headers: { Host: 'localhost.evil.example:80' } }, 'a name that begins like ours'],
    [{ origin: 'http://evil.example' }, 'another origin'],
    [{ origin: 'null' }, 'no origin at all'],
    [{ headers: { 'Sec-Fetch-Site': 'cross-site' } }, 'another site'],
  ] as [object, string][])('%j is turned away: %s', async (options) => {
    serving = await listening(servedOf(env))
    await expect(client(serving, options)).rejects.toThrow('403')
    expect(serving.sessions()).toBe(0)
  })

  it('a page of the server itself, a name that was allowed, and every client that is no browser', async () => {
    serving = await listening(servedOf(env), { names: ['gym.example'], sessions: 3 })
    const own = `127.0.0.1:${serving.port}`
    for (const options of [{ origin: `http://${own}` }, { headers: { Host: 'gym.example' } }, {}])
      expect((await (await client(serving, options)).say({ type: 'state' })).type).toBe('state')
    expect((await http('/health', { headers: { Host: 'evil.example' } })).status).toBe(403)
    expect((await http('/reset', { method: 'POST', headers: { Origin: 'http://evil.example' } })).status).toBe(403)
  })

  it('nobody comes in by another path', async () => {
    serving = await listening(servedOf(env))
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/other`)
    await expect(once(socket, 'open')).rejects.toThrow('403')
  })
})

describe('limits', () => {
  it('a message that is too long ends the session', async () => {
    serving = await listening(servedOf(env))
    const { socket } = await client(serving)
    socket.send('x'.repeat(LARGEST + 1))
    expect((await once(socket, 'close'))[0]).toBe(1009)
    await vi.waitFor(() => expect(serving.sessions()).toBe(0))
  })

  it('a client that does not wait for its answers is dropped', async () => {
    serving = await listening(servedOf(env), { rate: 1 })
    const { socket } = await client(serving)
    for (let i = 0; i < 40; i++) socket.send('{"type":"state"}')
    expect((await once(socket, 'close'))[0]).toBe(1008)
  })

  it('what comes faster than the rate waits', () => {
    let now = 0
    const { take } = bucket(10, () => now)
    expect(Array.from({ length: 20 }, take)).toEqual(new Array(20).fill(0))
    expect(take()).toBeCloseTo(0.1)
    expect(take()).toBeCloseTo(0.2)
    now += 1
    expect(take()).toBe(0)
  })

  it('a client that gives no sign of life is dropped, one that answers pings is not', async () => {
    serving = await listening(servedOf(env), { sessions: 2, patience: 0.6 })
    const quiet = await client(serving)
    const dead = await client(serving, { autoPong: false })
    await once(dead.socket, 'close')
    await vi.waitFor(() => expect(serving.sessions()).toBe(1))
    expect((await quiet.say({ type: 'state' })).type).toBe('state')
  })
})
