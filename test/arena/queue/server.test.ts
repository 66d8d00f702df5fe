import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { folder, mettle, type Started, start, startIn } from '../cli/mettle.ts'
import { type Certificates, makeCertificates, withoutTls } from './certificates.ts'
import { createCrew, jobsOf, pause } from './crew.ts'
import { makeNetwork, type Network, withoutNetworks } from './networks.ts'
import { type Server, startRedis, withoutRedis } from './redis.ts'
import { JOBS, left, logged, SIZES } from './runs.ts'

const { path: cwd, remove } = folder()
const at = (out: string) => join(cwd, out)
const study = (out: string, ...args: string[]) => ['study', 'tiny', ...SIZES, '--out', out, ...args]
let whole: Record<string, string>

beforeAll(async () => {
  if (withoutRedis) return
  expect((await mettle(cwd, ...study('whole', '--workers', '2'))).code).toBe(0)
  whole = left(at('whole'))
}, 240_000)
afterAll(remove)

describe.skipIf(withoutRedis)('a server that keeps a log (needs Redis)', () => {
  let server: Server
  const crew = createCrew(cwd, () => server)
  beforeAll(async () => {
    server = await startRedis(cwd, { appendonly: true })
  })
  afterEach(crew.kill)
  afterAll(() => server.stop())

  it('has its jobs and results after it was killed, with nobody there who could add them again', async () => {
    const waiting = async () => {
      const lists = await server.look.keys('mettle:jobs-*:wait')
      return (await Promise.all(lists.map((key) => server.look.llen(key)))).reduce((sum, n) => sum + n, 0)
    }
    const first = start(cwd, ...study('logged', '--queue', server.url))
    await first.saw('No worker is there')
    first.child.kill('SIGKILL')
    await first.ended
    expect(await waiting()).toBe(1)
    await again(server)
    expect(await waiting()).toBe(1)
    const worker = crew.join()
    await worker.saw('foundation.0 done')
    await again(server)
    const { code, stderr } = await mettle(cwd, ...study('logged', '--queue', server.url))
    expect(code, stderr).toBe(0)
    expect(left(at('logged'))).toEqual(whole)
    const [ended] = await crew.leave()
    expect(ended.stderr.match(/ done in /g)).toHaveLength(JOBS)
  }, 180_000)
})

async function again(server: Server): Promise<void> {
  await server.kill()
  await pause(300)
  await server.start()
}

describe.skipIf(withoutRedis || withoutTls)('a server that encrypts (needs Redis with TLS)', () => {
  let server: Server
  let made: Certificates
  beforeAll(async () => {
    made = makeCertificates(cwd)
    server = await startRedis(cwd, { tls: made })
  })
  afterAll(() => server.stop())
  const look = (user: string, env: Record<string, string>, scheme = 'rediss', host = '127.0.0.1') =>
    startIn({ env }, cwd, 'queue', '--queue', `${scheme}://${user}${host}:${server.port}/0`).ended

  it.each(['127.0.0.1', 'localhost'])(
    'runs a study, known as %s, by an authority of one’s own',
    async (host) => {
      const queue = ['--queue', `rediss://${host}:${server.port}/0`]
      const env = { NODE_EXTRA_CA_CERTS: made.ca, METTLE_QUEUE_PASSWORD: 'secret' }
      const worker = startIn({ env }, cwd, 'worker', ...queue, '--concurrency', '2')
      const out = `encrypted-${host}`
      const { code, stderr } = await startIn({ env }, cwd, ...study(out, ...queue)).ended
      expect(code, stderr).toBe(0)
      expect(left(at(out))).toEqual(whole)
      worker.child.kill('SIGINT')
      const ended = await worker.ended
      expect(ended.code, ended.stderr).toBe(0)
      expect(stderr + ended.stderr).not.toMatch(/secret|Warning/)
    },
    120_000,
  )

  it('is refused with a wrong password, an unknown authority and without encryption, each with its reason', async () => {
    const trusted = { NODE_EXTRA_CA_CERTS: made.ca }
    const all = await Promise.all([
      look(':secret@', trusted),
      look(':wrong@', trusted),
      look('', trusted),
      look(':secret@', {}),
      look(':secret@', {}, 'redis'),
    ])
    expect(all.map(({ code }) => code)).toEqual([0, 2, 2, 2, 2])
    const [, wrong, none, stranger, plain] = all.map(({ stderr }) => stderr)
    expect(wrong).toMatch(/WRONGPASS.*The password, or the user before it, is another/)
    expect(none).toMatch(/NOAUTH.*Give the password/)
    expect(stranger).toMatch(/self-signed certificate.*NODE_EXTRA_CA_CERTS=FILE/)
    expect(plain).toContain('only one side encrypts (rediss://)')
  }, 60_000)
})

const needs = '(needs root for network namespaces)'
describe.skipIf(withoutRedis || withoutNetworks)(`workers in networks of their own ${needs}`, () => {
  let server: Server
  let networks: Network[] = []
  const workers: Started[] = []
  const started = (network: Network): Started => {
    const url = `redis://:secret@${network.host}:${server.port}/0`
    const worker = startIn({ under: network.under }, cwd, 'worker', '--queue', url, '--concurrency', '1')
    workers.push(worker)
    return worker
  }
  beforeAll(async () => {
    networks = [1, 2, 3].map(makeNetwork)
    server = await startRedis(cwd, { hosts: networks.map(({ host }) => host) })
  })
  afterAll(async () => {
    for (const { child } of workers) child.kill('SIGKILL')
    await Promise.all(workers.map(({ ended }) => ended))
    await server.stop()
    for (const network of networks) network.remove()
  })

  it('make the same, with one of them cut off in its job and back', async () => {
    const run = start(cwd, ...study('networks', '--queue', server.url))
    const lost = started(networks[0])
    await lost.saw('side by side')
    // Its lock is lost while it computes on, as with a switch that fails.
    const inHand = () => jobsOf(server, lost.child.pid as number)
    const taken = () => expect.poll(async () => (await inHand()).length, { timeout: 30_000, interval: 20 }).toBe(1)
    await taken()
    networks[0].cut()
    // A short one may have ended just before.
    while ((await inHand()).length === 0) {
      networks[0].mend()
      await taken()
      networks[0].cut()
    }
    const others = networks.slice(1).map(started)
    await Promise.race([run.saw('its worker was lost'), run.ended])
    networks[0].mend()
    const { code, stderr } = await run.ended
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('its worker was lost')
    expect(left(at('networks'))).toEqual(whole)
    expect(logged(at('networks'), / finished /)).toHaveLength(JOBS)
    for (const { child } of [lost, ...others]) child.kill('SIGINT')
    const ended = await Promise.all([lost, ...others].map((worker) => worker.ended))
    expect(ended.map(({ code: each }) => each)).toEqual([0, 0, 0])
  }, 240_000)
})
