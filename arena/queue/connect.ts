import type { Redis } from 'ioredis'
import { messageOf, refuse } from '../refusal/errors.ts'
import { type Address, shownAddress } from './address.ts'

/** A Redis server that has answered, and the packages that talk to it. */
export interface Connected {
  readonly address: Address
  readonly shown: string
  readonly bullmq: typeof import('bullmq')
  /** For what is stored beside the queue. Commands given while the server is away wait for it. */
  readonly redis: Redis
  /** One more, as subscribers need. */
  another(): Redis
  /** What BullMQ opens connections of its own with. */
  readonly options: Address & { readonly maxRetriesPerRequest: null; readonly retryStrategy: (times: number) => number }
  close(): void
}

/** How long a server may take to answer, ms. */
const PATIENCE = 5000

/**
 * Connects to the server of a queue. A queue itself would wait for ever for a server that is not there, so it is asked
 * first.
 * @param say hears when the server goes away and when it is back
 * @throws Refusal within seconds, saying why
 */
export async function connect(address: Address, say: (text: string) => void): Promise<Connected> {
  const [bullmq, Client] = await packages()
  const shown = shownAddress(address)
  await ask(Client, address, shown)
  const options = { ...address, maxRetriesPerRequest: null, retryStrategy } as const
  const open: Redis[] = []
  const another = () => {
    const client = new Client(options)
    // Without a listener every lost connection is printed with its stack.
    client.on('error', () => {})
    open.push(client)
    return client
  }
  const redis = another()
  let away = false
  redis.on('close', () => {
    if (!away && redis.status !== 'end') say(`${shown} does not answer; waiting for it`)
    away = true
  })
  redis.on('ready', () => {
    if (away) say(`${shown} answers again`)
    away = false
  })
  const close = () => {
    redis.removeAllListeners('close')
    for (const client of open) client.disconnect()
  }
  return { address, shown, bullmq, redis, another, options, close }
}

const retryStrategy = (times: number): number => Math.min(1000, 50 * times)

async function packages() {
  try {
    return await Promise.all([import('bullmq'), import('ioredis').then(({ Redis }) => Redis)])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    return refuse('--queue', 'BullMQ and ioredis', 'none', 'They are optional packages: npm install bullmq@6 ioredis@5')
  }
}

/** @throws Refusal */
async function ask(Client: typeof Redis, address: Address, shown: string): Promise<void> {
  const probe = new Client({
    ...address,
    db: 0,
    lazyConnect: true,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // The reason comes as an event; what is thrown says that the connection is closed.
  let reason: Error | undefined
  probe.on('error', (error) => {
    reason = error
  })
  const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE, new Timeout()).unref())
  const answer = async () => {
    await probe.connect()
    await probe.select(address.db)
    return probe.info('memory')
  }
  const asked = answer()
  asked.catch(() => {})
  try {
    const memory = await Promise.race([asked, late])
    const policy = /^maxmemory_policy:([\w-]+)/m.exec(memory)?.[1] ?? 'noeviction'
    if (policy !== 'noeviction') refuse(shown, 'a server that forgets nothing', `maxmemory-policy ${policy}`, EVICTION)
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error
    refuse(shown, 'a Redis server that answers', ...problemOf(error instanceof Timeout ? error : (reason ?? error)))
  } finally {
    probe.disconnect()
  }
}

class Timeout extends Error {
  override readonly message = `no answer within ${PATIENCE / 1000} s`
}

const EVICTION = 'Set it to noeviction: a queue must not lose jobs to memory pressure'

/** What went wrong, in words, and what to do. */
function problemOf(error: unknown): [got: string, hint: string] {
  const text = messageOf(error) || String((error as NodeJS.ErrnoException)?.code)
  const known = HINTS.find(([pattern]) => pattern.test(text))
  return [text.replace(/\.+$/, ''), known?.[1] ?? 'Is the server up, and the address right?']
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/WRONGPASS/, 'The password, or the user before it, is another'],
  [/NOAUTH/, 'Give the password: redis://:password@host:port/db, or METTLE_QUEUE_PASSWORD in the environment'],
  [/DB index/, 'The number after the last slash is that of a database, from 0'],
  [/ECONNREFUSED/, 'No server listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'No machine of that name is known here'],
  [/certificate|self.signed/i, 'Name the authority that signed it: NODE_EXTRA_CA_CERTS=FILE'],
  [
    /Protocol error|EPROTO|ECONNRESET|wrong version number|SSL/i,
    'What listens there is no Redis, or only one side encrypts (rediss://)',
  ],
]
