import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { python, withoutPeers } from '../../python.ts'
import { type Ended, folder, lines, MAIN, start } from './mettle.ts'

const tmp = folder()
const refused = lines(tmp.path)
afterAll(() => {
  refused.close()
  tmp.remove()
})

describe('mettle serve', () => {
  let started: ReturnType<typeof start>
  let told: any
  beforeAll(async () => {
    started = start(
      tmp.path,
      'serve',
      'workshop',
      '--seat',
      '1',
      '--port',
      '0',
      '--report',
      '--consequence',
      'p=.5+cost=1',
      '--json',
    )
    let text = ''
    started.child.stdout?.on('data', (chunk) => {
      text += chunk
    })
    await started.saw('Ctrl-C ends it')
    told = JSON.parse(text)
  })
  afterAll(() => void started.child.kill())

  it('prints where it serves what, and tells the rules of what is switched on', async () => {
    expect(told).toMatchObject({ schema: 1, env: 'workshop', seat: 1, sessions: 1 })
    expect(told.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const { readme_content, description } = (await (await fetch(`${told.url}/metadata`)).json()) as any
    expect(readme_content).toContain('- report:')
    expect(description).toContain('32 opponents')
    const socket = new WebSocket(told.ws)
    const opening = await new Promise<any>((resolve) => {
      socket.on('open', () => socket.send('{"type":"reset","data":{"seed":1}}'))
      socket.on('message', (data) => resolve(JSON.parse(String(data))))
    })
    expect(opening.data.observation.prompt).toContain('You are player 2 of 3')
    socket.terminate()
  })

  it('ends with Ctrl-C', async () => {
    started.child.kill('SIGINT')
    expect((await started.ended).code).toBe(0)
  })
})

describe('what it refuses', () => {
  it.each<[string[], string]>([
    [['dilemma'], "required option '--seat <S>' not specified"],
    [['dilemma', '--seat', '2'], '--seat: expected a seat of dilemma from 0 to 1, or all, got 2'],
    [['dilemma', '--seat', '-1'], '--seat: expected a seat of dilemma from 0 to 1, or all, got -1'],
    [['trust', '--seat', '0'], 'serve trust: expected an env of kind train, got one of kind eval'],
    [['dilema', '--seat', '0'], 'serve dilema: expected the id of an env'],
    [['dilemma', '--seat', '0', '--opponents', 'nobody'], '--opponents nobody'],
    [['dilemma', '--seat', 'all', '--opponents', 'random'], '--opponents: expected none with --seat all, got random'],
    [['dilemma', '--seat', '0', '--consequence', 'p=2'], '--consequence: expected p=.5+cost=1'],
    [['dilemma', '--seat', '0', '--consequence', 'p=+cost=1'], '--consequence: expected p=.5+cost=1'],
    [['dilemma', '--seat', '0', '--sessions', '0'], '--sessions: expected an integer from 1 to 4096, got 0'],
    [['dilemma', '--seat', '0', '--port', '99999'], '--port: expected an integer from 0 to 65535, got 99999'],
    [['dilemma', '--seat', '0', '--set', 'round=3'], '--set round=3'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr }: Ended = await refused.run('serve', ...args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
  })
})

describe.skipIf(withoutPeers)('the Python package (needs Python peers)', () => {
  it('starts a server of its own and ends it', async () => {
    const script = [
      'import json, sys, random_agents as example, mettle_pettingzoo as m',
      'with m.serve("dilemma", "--set", "rounds=2", command=sys.argv[1:]) as url:',
      '    env = m.parallel_env(url, words=True)',
      '    _, opening = env.reset(seed=1)',
      '    print(json.dumps([opening["seat_1"]["prompt"], example.play(env, 1)["seat_0"]["decisions"]]))',
      '    env.close()',
    ].join('\n')
    const path = fileURLToPath(new URL('../../../docs/examples/python', import.meta.url))
    const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' }
    const { stdout } = await promisify(execFile)(python(), ['-c', script, process.execPath, MAIN], { env })
    const [prompt, decisions] = JSON.parse(stdout)
    expect(prompt).toContain('You are player 2 of 2')
    expect(decisions).toBe(2)
  })
})
