import { once } from 'node:events'
import { WebSocket } from 'ws'
import { random } from '../../../agents/bots/random.ts'
import { createWorld } from '../../../arena/play/world.ts'
import type { Served } from '../../../arena/serve/served.ts'
import { type ServeOptions, type Serving, serve } from '../../../arena/serve/server.ts'
import type { Env } from '../../../envs/define.ts'

/** An env as it is served, random agents in the other seats. */
export const servedOf = (env: Env, more: Partial<Served> = {}): Served => ({
  ...{ env, world: createWorld(env), seat: 0, opponents: [random], seed: 1, rules: env.rules },
  ...{ report: null, consequence: null },
  ...more,
})

export const listening = (served: Served, more: Partial<ServeOptions> = {}): Promise<Serving> =>
  serve(served, { port: 0, host: '127.0.0.1', names: [], sessions: 1, rate: 1_000_000, ...more })

export interface Client {
  readonly socket: WebSocket
  /** Sends a message, or text as it is, and waits for the answer. */
  say(message: object | string): Promise<any>
  /** The next answer. */
  heard(): Promise<any>
  close(): void
}

export async function client({ port }: Serving, options: object = {}): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options)
  const answers: any[] = []
  const waiting: ((answer: any) => void)[] = []
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data))
    const next = waiting.shift()
    if (next) next(answer)
    else answers.push(answer)
  })
  await once(socket, 'open')
  const heard = () =>
    answers.length > 0 ? Promise.resolve(answers.shift()) : new Promise<any>((resolve) => void waiting.push(resolve))
  return {
    socket,
    say(message) {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message))
      return heard()
    },
    heard,
    close: () => socket.terminate(),
  }
}

/** Plays one episode and gives back all that was heard of it. @param pick of the legal labels and the step */
export async function episode(
  { say }: Pick<Client, 'say'>,
  seed: number | undefined,
  pick: (legal: string[], step: number) => string = (legal, step) => legal.sort()[step % legal.length],
) {
  let { data } = await say({ type: 'reset', data: seed === undefined ? {} : { seed } })
  const heard = [data]
  const actions: string[] = []
  while (!data.done) {
    const action = pick([...data.observation.legal], actions.length)
    actions.push(action)
    ;({ data } = await say({ type: 'step', data: { action } }))
    heard.push(data)
  }
  return { actions, heard, rewards: heard.slice(1).map(({ reward }) => reward), metadata: data.metadata }
}
