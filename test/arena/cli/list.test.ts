import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { lines, mettle } from './mettle.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

describe('mettle --help', () => {
  it('opens with three examples', async () => {
    const { code, stdout } = await mettle(here, '--help')
    expect(code).toBe(0)
    const [title, ...lines] = stdout.split('\n')
    expect(title).toBe('Examples:')
    expect(lines.slice(0, 3).every((line) => line.startsWith('  npx mettle '))).toBe(true)
  })
})

describe('mettle list', () => {
  const { run, close } = lines(here)
  afterAll(close)
  it.each(['envs', 'agents', 'interventions', 'studies'])(
    '%s --json is one document of described entries',
    async (what) => {
      const { code, stdout } = await run('list', what, '--json')
      expect(code).toBe(0)
      const entries = JSON.parse(stdout)
      expect(entries.length).toBeGreaterThan(1)
      for (const { id, version, summary, params } of entries) {
        expect([typeof id, typeof version, typeof summary]).toEqual(['string', 'number', 'string'])
        expect(params.type).toBe('object')
      }
    },
  )

  it('shows ids and summaries to people', async () => {
    const { stdout } = await run('list', 'envs')
    expect(stdout).toMatch(/^boardroom +train +v\d+ +Corporate negotiation/m)
  })

  it('lists the plugins that are named, and only those', async () => {
    const { stdout } = await run('list', 'interventions', './plugins/scaled.ts', '--json')
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 'scaled', version: 3, params: { properties: { by: { maximum: 10 } } } },
    ])
  })
})

describe('mettle schema and list --params', () => {
  const { run, close } = lines(here)
  afterAll(close)

  it('prints the JSON Schema of settings, those of one study with its values as defaults', async () => {
    const usual = JSON.parse((await run('schema', 'study')).stdout)
    const own = JSON.parse((await run('schema', 'study', 'e0')).stdout)
    const { updates } = usual.properties.compete.properties
    expect(updates).toMatchObject({
      type: 'integer',
      minimum: 0,
      default: 40,
      description: expect.stringContaining('RL updates'),
    })
    expect(own.properties.compete.properties.updates).toEqual({ ...updates, default: 20 })
    expect(own).toMatchObject({ title: 'e0', additionalProperties: false })
  })

  it('prints params of one plugin, by id or by file, and of all by id', async () => {
    const { stdout } = await run('schema', 'intervention', 'kl')
    expect(JSON.parse(stdout)).toMatchObject({ title: 'kl', properties: { weight: { type: 'number' } } })
    const scaled = await run('schema', 'intervention', './plugins/scaled.ts')
    expect(JSON.parse(scaled.stdout).properties.by.maximum).toBe(10)
    expect(Object.keys(JSON.parse((await run('schema', 'env')).stdout).$defs)).toContain('dilemma')
  })

  it.each([
    ['schema envs', 'expected one of study, env, agent, intervention, got envs. Did you mean env?'],
    ['schema env boardrom', 'Did you mean boardroom?'],
  ])('refuses %s', async (line, message) => {
    const { code, stderr } = await run(...line.split(' '))
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  it('lists params with range, default and meaning', async () => {
    const { stdout } = await run('list', 'interventions', '--params')
    expect(stdout).toMatch(/^kl .*\n {2}weight +number 0 … \d+ +\([\d.]+\) +\S.*\.$/m)
    expect((await run('list', 'studies', '--params')).stdout).toMatch(
      /^ {2}compete\.updates +integer 0 … 100000 +\(40\)/m,
    )
  })
})
