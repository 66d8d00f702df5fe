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

  it('lists a plugin file along', async () => {
    const { stdout } = await run('list', 'interventions', './plugins/scaled.ts', '--json')
    expect(JSON.parse(stdout).at(-1)).toMatchObject({
      id: 'scaled',
      version: 3,
      params: { properties: { by: { maximum: 10 } } },
    })
  })
})
