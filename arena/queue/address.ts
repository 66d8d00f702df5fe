import { isIP } from 'node:net'
import { refuse } from '../refusal/errors.ts'

/** Where a queue is, as Redis clients take it. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly db: number
  readonly username?: string
  readonly password?: string
  /** Given where the way is encrypted; certificates are checked as Node does. */
  readonly tls?: { readonly servername?: string }
}

const FORM = 'an address such as redis://host:6379/0 or rediss://:password@host:6380/0'

/**
 * Reads the address of a queue.
 * @param password used where the address holds none
 * @throws Refusal naming the flag
 */
export function addressOf(text: string, password = process.env.METTLE_QUEUE_PASSWORD): Address {
  const url = URL.canParse(text) ? new URL(text) : refuse('--queue', FORM, shown(text))
  const encrypted = url.protocol === 'rediss:'
  if (!encrypted && url.protocol !== 'redis:') refuse('--queue', FORM, shown(text))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!host) refuse('--queue', FORM, 'one without a host')
  const path = /^\/?(\d{0,4})$/.exec(url.pathname)
  if (!path) refuse('--queue', 'the number of a database after the host, as /0', url.pathname)
  const secret = url.password ? decodeURIComponent(url.password) : password
  return {
    host,
    port: url.port ? Number(url.port) : 6379,
    db: Number(path[1]),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(secret && { password: secret }),
    // Names alone may be told so; an address is checked as it is.
    ...(encrypted && { tls: isIP(host) ? {} : { servername: host } }),
  }
}

/** The address as it may be shown: without its password. */
export const shownAddress = ({ host, port, db, tls }: Address): string =>
  `${tls ? 'rediss' : 'redis'}://${host.includes(':') ? `[${host}]` : host}:${port}/${db}`

const shown = (text: string): string => text.replace(/(:\/\/[^:@/]*:).*@/, '$1***@')
