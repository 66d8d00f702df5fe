import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { createRng } from '../../envs/random.ts'
import { isLoopback, refusal } from './guard.ts'
import { type Answer, httpOf, send } from './http.ts'
import { bucket, LARGEST, REQUESTS, WAITING } from './limits.ts'
import type { Served } from './served.ts'
import { createSession, type Reply } from './session.ts'

export interface ServeOptions {
  readonly port: number
  /** Address to be bound to. */
  readonly host: string
  /** Names by which it may be asked for beside that. */
  readonly names: readonly string[]
  /** Sessions at once; whoever comes on top is told and sent away. */
  readonly sessions: number
  /** Messages a second of one session; what comes faster waits. */
  readonly rate: number
  /** Seconds without a sign of life after which a client is dropped. @default 120 */
  readonly patience?: number
  /** Told what broke inside. */
  onDefect?(error: unknown): void
}

export interface Serving {
  readonly url: string
  readonly port: number
  /** Sessions that are open now. */
  readonly sessions: () => number
  close(): Promise<void>
}

/**
 * Serves one env to trainers by OpenEnv's protocol: sessions on the WebSocket `/ws`, one match at a time each, and the HTTP endpoints
 * beside it. One thread plays all sessions.
 */
export async function serve(served: Served, options: ServeOptions): Promise<Serving> {
  const { host, names, onDefect = () => {} } = options
  const answer = httpOf(served, createRng(served.seed).fork('http'))
  const requests = bucket(REQUESTS)
  const hub = sessionHub(served, options)

  const http = async (request: IncomingMessage): Promise<Answer> => {
    const why = refusal(request, host, names)
    if (why) return [403, { detail: why }]
    return requests.take() > 0 ? [429, { detail: `expected at most ${REQUESTS} requests a second` }] : answer(request)
  }
  // Node looks every 30 s by default, so that a slow client would stay three times as long as it may.
  const server = createServer({ connectionsCheckingInterval: 1000 }, (request, response) => {
    http(request).then(
      (found) => send(response, found),
      (error) => {
        onDefect(error)
        send(response, [500, { detail: 'Internal Server Error' }])
      },
    )
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 10_000
  server.maxHeadersCount = 64
  // Room for sessions, for those that are told there is none, and for HTTP.
  server.maxConnections = options.sessions + 256
  server.on('upgrade', (request, socket, head) => {
    const why = request.url?.split('?')[0] === '/ws' ? refusal(request, host, names) : 'expected /ws'
    if (why) return turnAway(socket)
    hub.take(request, socket, head)
  })
  await listening(server, options)
  const { port } = server.address() as AddressInfo
  const shown = isLoopback(host) || host.includes('.') ? host : `[${host}]`
  return {
    url: `http://${host === '::1' ? '[::1]' : shown}:${port}`,
    port,
    sessions: () => hub.size,
    async close() {
      hub.close()
      const over = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await over
      await Promise.all(served.opponents.map(({ port: door }) => door?.close?.()))
    },
  }
}

function turnAway(socket: Duplex): void {
  socket.on('error', () => {})
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

function sessionHub(served: Served, { sessions, rate, patience = 120 }: ServeOptions) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST, perMessageDeflate: false })
  const open = new Map<WebSocket, { heard: number }>()
  let [number, beats] = [0, 0]

  // A client that says nothing and answers no ping is gone, whatever its socket says.
  const beat = setInterval(
    () => {
      beats += 1
      for (const [socket, { heard }] of open) {
        if (beats - heard > BEATS) socket.terminate()
        else socket.ping()
      }
    },
    (1000 * patience) / BEATS,
  )
  beat.unref()

  function welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate())
    if (open.size >= sessions) {
      full(socket, open.size, sessions)
      return
    }
    number += 1
    const session = createSession(served, number)
    const life = { heard: beats }
    open.set(socket, life)
    const alive = () => {
      life.heard = beats
    }
    socket.on('pong', alive)
    socket.on('ping', alive)
    socket.on('message', alive)
    socket.on('message', inTurn(socket, session.answer, rate))
    socket.on('close', () => {
      open.delete(socket)
      session.end()
    })
  }

  return {
    get size() {
      return open.size
    },
    take: (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      sockets.handleUpgrade(request, socket, head, welcome),
    close() {
      clearInterval(beat)
      for (const socket of open.keys()) socket.terminate()
      sockets.close()
    },
  }
}

/** Pings within the patience with a client. */
const BEATS = 6

function full(socket: WebSocket, active: number, most: number): void {
  const message = `Server at capacity: ${active}/${most} sessions active`
  const data = { message, code: 'CAPACITY_REACHED', active_sessions: active, max_sessions: most }
  socket.send(JSON.stringify({ type: 'error', data }))
  socket.close(1013)
}

/** Answers messages one after the other, and not faster than the rate. */
function inTurn(socket: WebSocket, answer: (raw: string) => Promise<Reply | null>, rate: number) {
  const pace = bucket(rate)
  let [turn, waiting] = [Promise.resolve(), 0]
  const reply = async (raw: string) => {
    const wait = pace.take()
    if (wait > 0) await new Promise((done) => setTimeout(done, 1000 * wait))
    if (socket.readyState !== socket.OPEN) return
    const said = await answer(raw)
    if (said) socket.send(JSON.stringify(said))
    else socket.close(1000)
  }
  return (data: Buffer, isBinary: boolean) => {
    if (++waiting > WAITING) return socket.close(1008, 'expected to be waited for')
    turn = turn.then(() => reply(isBinary ? '' : data.toString())).finally(() => void waiting--)
  }
}

const listening = (server: Server, { port, host }: ServeOptions) =>
  new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, host, () => done())
  })
