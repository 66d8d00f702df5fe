import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf, shownAddress } from '../../../arena/queue/address.ts'
import { connect } from '../../../arena/queue/connect.ts'
import { jobSchema, type QueueJob } from '../../../arena/queue/job-message.ts'
import { queueOf, refusalOf, type SubmitterFacts } from '../../../arena/queue/messages.ts'
import { taskOf } from '../../../arena/queue/task-of.ts'
import { folder } from '../cli/mettle.ts'
import { type Server, startRedis, withoutRedis } from './redis.ts'

describe('the address of a queue', () => {
  it('names host, port, database, user, password and encryption', () => {
    expect(addressOf('redis://lab')).toEqual({ host: 'lab', port: 6379, db: 0 })
    expect(addressOf('rediss://joe:p%40ss@[::1]:7000/3')).toEqual({
      host: '::1',
      port: 7000,
      db: 3,
      username: 'joe',
      password: 'p@ss',
      tls: {},
    })
    expect(addressOf('rediss://lab').tls).toEqual({ servername: 'lab' })
    expect(addressOf('redis://lab', 'from the environment').password).toBe('from the environment')
  })

  it.each([
    ['http://lab', 'http://lab'],
    ['lab:6379', 'lab:6379'],
    ['redis://', 'redis://'],
    ['redis://lab/jobs', '/jobs'],
    ['redis://:secret@lab:99999', 'redis://:***@lab:99999'],
  ])('refuses %s', (text, got) => expect(() => addressOf(text)).toThrow(got))

  it('is shown without its password', () => {
    expect(shownAddress(addressOf('rediss://:secret@lab/2'))).toBe('rediss://lab:6379/2')
    expect(() => addressOf('htp://:secret@lab')).toThrow(/^(?!.*secret)/)
  })
})

describe('a worker is refused by what differs', () => {
  const program = { mettle: '1', build: 'a', backend: 'wasm', node: 20 } as const
  const submitter: SubmitterFacts = {
    id: 's',
    host: 'h',
    pid: 1,
    program,
    study: 'tiny',
    hash: '0'.repeat(64),
    plugins: false,
  }
  it.each([
    [{ build: 'b' }, 'expected build a, got b'],
    [{ backend: 'cpu' as const }, 'expected backend wasm, got cpu'],
    [{ node: 22 }, 'expected Node 20, got 22'],
    [{ mettle: '2', node: 22 }, 'expected Mettle 1, got 2; expected Node 20, got 22'],
  ])('%o', (other, reason) => {
    const worker = { program: { ...program, ...other }, plugins: false }
    expect(refusalOf(worker, submitter)).toBe(reason)
    expect(queueOf(worker.program, false)).not.toBe(queueOf(program, false))
  })
  it('and by plugin files', () => {
    expect(refusalOf({ program, plugins: false }, { ...submitter, plugins: true })).toContain('--plugins')
    expect(refusalOf({ program, plugins: true }, { ...submitter, plugins: true })).toBeNull()
    expect(refusalOf({ program, plugins: false }, submitter)).toBeNull()
  })
})

describe('a job from the queue', () => {
  const job = {
    schema: 2,
    kind: 'study',
    request: { ref: 'tiny', set: [] },
    hash: '0'.repeat(64),
    backend: 'wasm',
    events: 'facts',
    job: { kind: 'foundation', name: 'foundation.0', folder: 'foundation.0-01234567', index: 0, arm: null },
  }
  it('parses', () => expect(jobSchema.safeParse(job).success).toBe(true))
  it.each(['../foundation.0-01234567', 'a/b-01234567', '..-01234567', 'foundation.0'])(
    'names no folder %s',
    (folder_) => expect(jobSchema.safeParse({ ...job, job: { ...job.job, folder: folder_ } }).success).toBe(false),
  )
  it('brings no path of its own', () =>
    expect(jobSchema.safeParse({ ...job, request: { ...job.request, sent: '/tmp/x.mjs' } }).success).toBe(false))
})

describe('what a worker does not take, whoever sends it', () => {
  const hash = '0'.repeat(64)
  const taking = { plugins: true, cache: { jobs: () => 'here', plugin: async () => null } }
  const common = { schema: 2, hash, backend: 'wasm' } as const
  const tournament = (request: object): QueueJob => ({
    ...common,
    kind: 'tournament',
    request: {
      ...{ envs: ['dilemma'], agents: ['random', 'cooperator'], background: [], set: [] },
      ...{ matches: 1, seed: 1, bestResponse: false },
      selection: { alpha: 'limit', population: 50, paidBy: 'pair' },
      ...request,
    },
    job: { kind: 'block', name: 'dilemma-00000', folder: 'dilemma-00000-01234567', index: 0 },
  })
  const battery = (agent: string): QueueJob => ({
    ...common,
    kind: 'battery',
    request: { agent, envs: 'all', draws: 1, seed: 1, knownGroups: false },
    job: { kind: 'items', name: 'neutral-0000', folder: 'neutral-0000-01234567', group: 'neutral', from: 0, to: 16 },
  })

  it('of a tournament of shipped agents it takes every field', async () => {
    const job = tournament({})
    expect(jobSchema.parse(job)).toEqual(job)
    expect(await taskOf(taking, job, 'an id')).toMatchObject({
      kind: 'tournament',
      jobs: 'here',
      job: { name: 'an id' },
    })
  })

  it.each<[string, QueueJob, string]>([
    ['a file as an agent', tournament({ agents: ['random', './x.ts'] }), './x.ts'],
    ['a command among strangers', tournament({ background: ['process:"true"'] }), 'process:"true"'],
    ['a package as an env', tournament({ envs: ['some-package'] }), 'some-package'],
    ['a checkpoint', battery('/tmp/x.safetensors'), '/tmp/x.safetensors'],
    ['a model', battery('openai:m@http://127.0.0.1:1/v1'), 'openai:m@http://127.0.0.1:1/v1'],
  ])('%s', async (_, job, named) => {
    expect(jobSchema.safeParse(job).success).toBe(true)
    await expect(taskOf(taking, job, 'an id')).rejects.toThrow(`got ${named}`)
  })
})

it('a server that is not there is refused within seconds', async () => {
  const started = performance.now()
  await expect(connect(addressOf('redis://127.0.0.1:1', ''), () => {})).rejects.toThrow(
    /redis:\/\/127\.0\.0\.1:1\/0: expected a Redis server that answers, got connect ECONNREFUSED.*No server listens/,
  )
  expect(performance.now() - started).toBeLessThan(6000)
})

describe.skipIf(withoutRedis)('a server that refuses (needs Redis)', () => {
  const { path: cwd, remove } = folder()
  let server: Server
  beforeAll(async () => {
    server = await startRedis(cwd)
  })
  afterAll(async () => {
    await server.stop()
    remove()
  })
  const at = (user: string, db = 0) => addressOf(`redis://${user}127.0.0.1:${server.port}/${db}`, '')
  it.each([
    [':wrong@', 0, /WRONGPASS.*The password, or the user before it, is another/],
    ['', 0, /NOAUTH.*Give the password/],
    [':secret@', 99, /DB index is out of range.*from 0/],
  ])('%s, database %i', async (user, db, problem) => {
    await expect(connect(at(user, db), () => {})).rejects.toThrow(problem)
  })
  it('would forget jobs', async () => {
    await server.look.config('SET', 'maxmemory-policy', 'allkeys-lru')
    await expect(connect(at(':secret@'), () => {})).rejects.toThrow(/forgets nothing, got maxmemory-policy allkeys-lru/)
    await server.look.config('SET', 'maxmemory-policy', 'noeviction')
    ;(await connect(at(':secret@'), () => {})).close()
  })
})
