import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from '../../free-port.ts'
import type { Certificates } from './certificates.ts'

/** Without a server its tests are skipped on a user's machine; in CI they fail. */
export const withoutRedis = spawnSync('redis-server', ['--version']).status !== 0 && process.env.CI !== 'true'

export interface Server {
  readonly url: string
  readonly port: number
  /** A client for tests to look with. */
  readonly look: Redis
  /** Ends it at once, as a lost machine would. */
  kill(): Promise<void>
  /** Starts it again in the same folder. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly password?: string
  readonly appendonly?: boolean
  /** Where it listens beside 127.0.0.1. */
  readonly hosts?: readonly string[]
  /** Encrypts, and only then listens. */
  readonly tls?: Certificates
}

/** A server of its own, with its files in a folder. It keeps no snapshots. */
export async function startRedis(cwd: string, options: ServerOptions = {}): Promise<Server> {
  const { password = 'secret', appendonly = false, hosts = [], tls } = options
  const port = await freePort()
  const dir = join(cwd, `redis-${port}`)
  mkdirSync(dir)
  const log = ['--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always']
  const listening = ['--bind', HOST, ...hosts, ...portsOf(port, tls), '--requirepass', password]
  const encrypted = tls && { tls: { ca: readFileSync(tls.ca) } }
  const look = new Redis({ host: HOST, port, password, maxRetriesPerRequest: null, lazyConnect: true, ...encrypted })
  look.on('error', () => {})
  let child: ChildProcess

  async function start(): Promise<void> {
    child = spawn('redis-server', [...listening, '--save', '', '--dir', dir, ...log], { stdio: 'ignore' })
    await look.ping()
  }
  async function kill(): Promise<void> {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await start()
  const stop = async () => {
    look.disconnect()
    await kill()
  }
  return { url: `${tls ? 'rediss' : 'redis'}://:${password}@${HOST}:${port}/0`, port, look, kill, start, stop }
}

const HOST = '127.0.0.1'

const portsOf = (port: number, tls: Certificates | undefined): string[] =>
  tls === undefined
    ? ['--port', String(port)]
    : [
        ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
        ...['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key, '--tls-ca-cert-file', tls.ca],
      ]
