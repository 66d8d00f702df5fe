import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/** Whether only this machine reaches an address. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host)

/**
 * Why a request is turned away; undefined where it is not. A page of another site can make a browser send requests here, under a name
 * of its own that points to this address. So the name asked for must be known, and whoever says from where it comes must come from
 * the address it asks for. Programs that are no browsers say nothing of that.
 * @param host that the server is bound to @param names by which it may be asked for beside that
 */
export function refusal({ headers }: IncomingMessage, host: string, names: readonly string[]): string | undefined {
  const asked = nameIn(headers.host ?? '')
  // Beyond this machine an address in numbers is no name that somebody else could have made up.
  const known = [...LOOPBACK, host, ...names].includes(asked) || (!isLoopback(host) && isIP(asked) !== 0)
  if (!known) return `expected a Host of ${[...new Set([...LOOPBACK, host, ...names])].join(', ')}`
  const { origin } = headers
  const own = [`http://${headers.host}`, `https://${headers.host}`]
  if (origin !== undefined && !own.includes(origin)) return 'expected no Origin, or that of this server'
  return headers['sec-fetch-site'] === 'cross-site' ? 'expected no request of another site' : undefined
}

/** Of `name:port`, `1.2.3.4` and `[::1]:port`. */
const nameIn = (host: string): string => {
  const [, six, other] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(host) ?? []
  return (six ?? other ?? '').toLowerCase()
}
