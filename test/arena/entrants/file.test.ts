import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { resolvePlugin } from '../../../arena/check/resolve.ts'
import { references } from '../../../arena/entrants/reference.ts'
import { resolveAgent } from '../../../arena/entrants/resolve.ts'
import { loadPlugins } from '../../../arena/study/load.ts'
import { holdOne } from '../tournament/tournament.ts'

const folder = mkdtempSync(join(tmpdir(), 'mettle-agents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'mine.ts')
writeFileSync(
  file,
  `import { defineAgent, defineEnv, dilemma } from 'mettle'
import { z } from 'zod'
const bot = (id) => defineAgent({
  id, version: 1, kind: 'bot', summary: id, plays: ['dilemma'],
  params: z.strictObject({ defect: z.boolean().default(false), by: z.int().min(0).max(9).default(1) }),
  create: ({ defect }, name) => ({ id: name, start: () => 0, decide: (asks) => asks.map(() => ({ action: defect ? 1 : 0, memory: 0 })) }),
})
export const calm = bot('calm')
export const bold = bot('bold')
export const plain = { id: 'plain', start: () => 0, decide: (asks) => asks.map(() => ({ action: 1, memory: 0 })) }
export const room = defineEnv({ ...dilemma.spec, id: 'room' })`,
)
const resolve = (text: string) => resolveAgent(references('--agents', [text])[0])

it('an agent of a file is meant by its export, and takes params as those that ship do', async () => {
  const [bold] = await resolve(`${file}#bold:defect=true+by=3`)
  expect(bold).toMatchObject({ name: `${file}#bold:defect=true+by=3`, params: { defect: true, by: 3 }, kind: 'bot' })
  expect((await resolve(`${file}#plain`))[0].agent.id).toBe(`${file}#plain`)
  const agents = [`${file}#calm,${file}#calm:defect=true,${file}#plain`]
  const { standings } = await holdOne({ agents, set: ['rounds=2'] })
  const scores = Object.fromEntries(standings.map(({ agent, score }) => [agent.slice(file.length), score]))
  expect(scores['#calm:defect=true']).toBe(scores['#plain'])
  expect(scores['#calm']).toBeLessThan(scores['#plain'])
})

it.each([
  ['', 'expected one agent, or one as default export, got bold, calm, plain. Name one, as FILE#bold'],
  ['#blod', 'expected the name of an agent that the file exports, got blod. Did you mean bold?'],
  ['#room', 'expected the name of an agent that the file exports, got room'],
  ['#bold:defct=true', 'expected a known option, got defct. Did you mean defect?'],
  ['#bold:by=12', 'by: expected an integer from 0 to 9, got 12'],
  ['#bold:defect', 'expected key=value after the colon'],
  ['#plain:by=1', 'expected an agent made with defineAgent, which takes params, got one without, and by'],
])('%s is refused, with what there is', async (rest, message) => {
  await expect((async () => resolve(`${file}${rest}`))()).rejects.toThrow(message.replace('FILE', file))
})

it('check and list know them too', async () => {
  const kinds: string[] = []
  for (const rest of ['#bold', '#bold:by=2', '#plain', '#room'])
    kinds.push((await resolvePlugin(`${file}${rest}`)).kind)
  expect(kinds).toEqual(['agent', 'agent', 'agent', 'env'])
  await expect(resolvePlugin(file)).rejects.toThrow(`got bold, calm, plain, room. Name one, as ${file}#bold`)
  await expect(resolvePlugin(`${file}#rom`)).rejects.toThrow('Did you mean room?')
  expect((await loadPlugins(file, 'agent')).map(({ spec }) => spec.id)).toEqual(['bold', 'calm'])
})
