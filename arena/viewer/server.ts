import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '../refusal/errors.ts'
import type { Page } from './bundle-page.ts'
import { checkOrigin, HEADERS, HttpError, readBody } from './guard.ts'
import { createLive } from './live.ts'
import { createTables, type Tables } from './tables.ts'
import type { Watched } from './watched.ts'

export interface Serving {
  readonly url: string
  readonly port: number
  /** Open pages that hear of changes. */
  readonly watchers: () => number
  close(): Promise<void>
}

/**
 * Our own thin endpoint: the page's files, reads of one run, and seats at matches of its envs. No server of boardgame.io is involved.
 * Bound to loopback; Host and Origin are checked, names are looked up among those that exist and never become paths.
 */
export async function serve(watched: Watched, page: Page, port: number): Promise<Serving> {
  const live = createLive(watched)
  let tables: Tables | undefined
  const seats = () => {
    tables ??= createTables(watched)
    return tables
  }

  const files: Readonly<Record<string, [string, string]>> = {
    '/': ['text/html', page['index.html']],
    '/index.html': ['text/html', page['index.html']],
    '/app.js': ['text/javascript', page['app.js']],
    '/app.css': ['text/css', page['app.css']],
  }

  const read = (path: string, response: ServerResponse): unknown => {
    if (path === '/data/run.json') return watched.run()
    if (path === '/data/play.json') return seats().playable()
    const job = /^\/data\/matches\/([^/]+)\.json$/.exec(path)?.[1]
    if (job !== undefined) return watched.matches(known(watched, plain(job)))
    const table = /^\/data\/play\/([\w-]{36})\.json$/.exec(path)?.[1]
    if (table !== undefined) return seats().view(table)
    if (path === '/data/live') return void live.join(response)
    throw new HttpError(404, 'no such thing here')
  }

  const post = async (path: string, request: IncomingMessage): Promise<unknown> => {
    if (path === '/play') return await seats().open(await readBody(request))
    const table = /^\/play\/([\w-]{36})$/.exec(path)?.[1]
    if (table !== undefined) return seats().act(table, await readBody(request))
    throw new HttpError(404, 'no such thing here')
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    checkOrigin(request, (server.address() as AddressInfo).port)
    const path = (request.url ?? '/').split('?')[0]
    if (request.method === 'POST')
      return answer(response, 200, 'application/json', JSON.stringify(await post(path, request)))
    if (request.method !== 'GET') throw new HttpError(405, 'expected GET or POST')
    if (Object.hasOwn(files, path)) return answer(response, 200, ...files[path])
    const data = read(path, response)
    if (data !== undefined) answer(response, 200, 'application/json', JSON.stringify(data))
  }

  // Node looks every 30 s by default, so that a slow client would stay three times as long as it may.
  const often = { connectionsCheckingInterval: 1000 }
  const server: Server = createServer(often, (request, response) => {
    handle(request, response).catch((error) => {
      const status = error instanceof HttpError ? error.status : error instanceof Refusal ? 422 : 500
      const text = status === 500 ? 'this is a defect of Mettle' : error.message
      if (status === 500) process.stderr.write(`mettle: ${error?.stack ?? error}\n`)
      if (!response.headersSent) answer(response, status, 'application/json', JSON.stringify({ error: text }))
    })
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 10_000
  server.maxHeadersCount = 64
  await listening(server, port)
  const own = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${own}/`,
    port: own,
    watchers: () => live.watchers,
    close: () => {
      live.close()
      return new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}

function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw new HttpError(400, 'expected a name encoded as in a URI')
  }
}

function known(watched: Watched, job: string): string {
  if (!watched.run().jobs.some(({ folder }) => folder === job)) throw new HttpError(404, 'no such job')
  return job
}

const answer = (response: ServerResponse, status: number, type: string, text: string): void =>
  void response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` }).end(text)

const listening = (server: Server, port: number) =>
  new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => done())
  })
