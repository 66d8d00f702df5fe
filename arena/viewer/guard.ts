import type { IncomingMessage } from 'node:http'
import { Fault } from '../../envs/fault.ts'

/** Largest body that is read, bytes. */
const LARGEST = 16_384

/** Answered as such; nothing else of an error leaves the server. */
export class HttpError extends Fault {
  override readonly name = 'HttpError'
  /** Of the answer, 400 … 599. */
  readonly status: number

  constructor(status: number, message: string) {
    super('METTLE_HTTP', message)
    this.status = status
  }
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * A page of another site can make a browser send requests here, under a name of its own that points to 127.0.0.1. So the name asked for
 * must be a loopback name with our port, and what changes something must come from our own page.
 * @throws HttpError 403
 */
export function checkOrigin({ headers, method }: IncomingMessage, port: number): void {
  const hosts = LOOPBACK.map((name) => `${name}:${port}`)
  if (!hosts.includes(headers.host ?? '')) throw new HttpError(403, `expected a Host of ${hosts.join(', ')}`)
  const own = hosts.map((host) => `http://${host}`)
  const { origin } = headers
  if (origin !== undefined ? !own.includes(origin) : method === 'POST')
    throw new HttpError(403, 'expected an Origin of this page')
  if (headers['sec-fetch-site'] === 'cross-site') throw new HttpError(403, 'expected a request of this page')
}

/** @throws HttpError 413, 415 or 400 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new HttpError(415, 'expected application/json')
  const bytes = await bytesOf(request)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new HttpError(400, 'expected JSON')
  }
}

/** @throws HttpError 413, or 400 where the client left before it had said all */
async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > LARGEST) throw new HttpError(413, `expected at most ${LARGEST} bytes`)
    }
  } catch (error) {
    if (error instanceof HttpError) throw error
    throw new HttpError(400, 'expected a whole body')
  }
  return Buffer.concat(chunks)
}

/** What every answer says: nothing from elsewhere, no framing, no guessing of types. The Debug panel brings styles of its own. */
export const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const
