import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'

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
  /** Where it listens; 127.0.0.1 unless said. */
  readonly host?: string
}

/** A server of its own, with its files in a folder. It keeps no snapshots. */
export async function startRedis(cwd: string, options: ServerOptions = {}): Promise<Server> {
  const { password = 'secret', appendonly = false, host = '127.0.0.1' } = options
  const port = await freePort()
  const dir = join(cwd, `redis-${port}`)
  mkdirSync(dir)
  const log = ['--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always']
  const listening = ['--bind', host, '--port', String(port), '--requirepass', password]
  const look = new Redis({ host, port, password, maxRetriesPerRequest: null, lazyConnect: true })
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
  return { url: `redis://:${password}@${host}:${port}/0`, port, look, kill, start, stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
