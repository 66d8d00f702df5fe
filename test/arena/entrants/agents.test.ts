import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { encodeCheckpoint } from '../../../agents/checkpoint.ts'
import { REVEALED } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork } from '../../../agents/network.ts'
import { initialise } from '../../../agents/spec.ts'
import { ASSISTANT } from '../../../agents/traits.ts'
import { agentSubject } from '../../../arena/check/agent/subject.ts'
import { check, resolvePlugin } from '../../../arena/check/resolve.ts'
import { traitAssistant } from '../../../arena/corpus/evidence.ts'
import { AGENTS } from '../../../arena/entrants/catalog.ts'
import type { Entrant } from '../../../arena/entrants/entrant.ts'
import { references } from '../../../arena/entrants/reference.ts'
import { resolveAgent } from '../../../arena/entrants/resolve.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { createRng } from '../../../envs/random.ts'
import { holdOne } from '../tournament/tournament.ts'

const resolve = async (text: string): Promise<Entrant[]> => {
  const [reference] = references('--agents', [text])
  return resolveAgent(reference)
}

const models = mkdtempSync(join(tmpdir(), 'mettle-models-'))
afterAll(() => rmSync(models, { recursive: true, force: true }))
const gguf = join(models, 'model.gguf')
writeFileSync(gguf, 'no model: it is loaded with the first question')

/** What those outside the process stand for here. None is asked anything, so nothing is started or reached. */
const TARGETS: Readonly<Record<string, string>> = {
  openai: 'openai:model@http://localhost:9/v1',
  anthropic: 'anthropic:model@http://localhost:9',
  gguf: `gguf:${gguf}`,
  process: `process:"${process.execPath} bot.mjs"`,
}
const textOf = (id: string) => TARGETS[id] ?? id

/** A network is entered by its checkpoint. */
const LISTED = AGENTS.filter(({ spec }) => spec.kind !== 'network')

describe('references', () => {
  it('commas part agents, + parts what one is given', () => {
    const [a, b, c] = references('--agents', ['random,writer:PWR=2+MAN=-1', './x.ts'])
    expect([a.id, b.id, c.path]).toEqual(['random', 'writer', true])
    expect(b.options).toEqual({ PWR: 2, MAN: -1 })
  })

  it('an option given twice is refused, whatever it says', () => {
    for (const text of ['writer:PWR=2+PWR=3', 'mcts:iterations=5+exploration=1+iterations=5'])
      expect(() => references('--agents', [text])).toThrow('expected every option once')
  })

  it('every agent that is listed can be entered by its id, those outside the process with a target', async () => {
    for (const { spec } of LISTED) {
      const text = textOf(spec.id)
      const [entrant] = await resolve(text)
      const name = spec.id === 'writers' ? 'writers#1' : text
      expect([entrant.name, entrant.agent.id, entrant.kind]).toEqual([name, name, spec.kind])
      expect(entrant.agent.port !== undefined, spec.id).toBe(spec.id in TARGETS)
      await entrant.agent.port?.close?.()
    }
  })

  it('what is listed can be checked by the same id, with its options', async () => {
    for (const { spec } of LISTED) {
      const plugin = await resolvePlugin(textOf(spec.id))
      expect(plugin.kind, spec.id).toBe('agent')
    }
    const found = await resolvePlugin('mcts:iterations=7')
    expect(found).toMatchObject({ kind: 'agent', entrant: { params: { iterations: 7, exploration: 1 } } })
    await expect(resolvePlugin('mcts:iteration=7')).rejects.toThrow('Did you mean iterations?')
    await expect(resolvePlugin('mcts:iterations=0')).rejects.toThrow(
      'iterations: expected an integer from 1 to 1000000, got 0',
    )
    await expect(resolvePlugin('network')).rejects.toThrow('checkpoint: expected a string, got nothing')
  })

  it('an agent outside the process is refused by check, which would not wait, with what waits', async () => {
    for (const id of Object.keys(TARGETS)) {
      const plugin = await resolvePlugin(textOf(id))
      const refusal =
        /expected an agent that decides at once, got one outside the process.*tournament boardroom --agents/s
      await expect(check(plugin), id).rejects.toThrow(refusal)
      await expect(check(plugin, { env: dilemma() }), id).rejects.toThrow(refusal)
    }
  })

  it('an agent outside the process that is named without a target is refused with what a target is', async () => {
    for (const id of Object.keys(TARGETS))
      await expect(resolve(id), id).rejects.toThrow(`--agents ${id}: target: expected a string, got nothing`)
  })

  it('an agent of a file that answers later is waited for as those that ship are', async () => {
    const path = join(models, 'later.mjs')
    const agent = `{ id: 'later', start: () => null, decide() { throw new Error() }, port: { answer: async () => [] } }`
    writeFileSync(path, `export default ${agent}\n`)
    expect((await resolve(path))[0].agent.port).toBeDefined()
    await expect(check(await resolvePlugin(path))).rejects.toThrow('got one outside the process')
  })

  it('an agent that knows one env is checked there, and any agent at the general tables', async () => {
    const envsOf = async (id: string) => {
      const plugin = await resolvePlugin(id)
      if (plugin.kind !== 'agent') throw new Error(plugin.kind)
      return agentSubject(plugin.entrant).worlds?.map(({ env }) => env.id)
    }
    expect(await envsOf('tit-for-tat')).toEqual(['dilemma'])
    expect(await envsOf('random')).toContain('boardroom')
  })

  it('a population is the same personas whatever else it is asked for', async () => {
    const [three, five] = [await resolve('writers:count=3'), await resolve('writers:count=5')]
    const chosen = (entrants: readonly Entrant[]) =>
      entrants.map(
        ({ agent }) => play(createWorld(boardroom()), [{ seed: 'p', agents: [agent, agent, agent] }])[0].actions,
      )
    expect(chosen(five).slice(0, 3)).toEqual(chosen(three))
    expect(chosen(await resolve('writers:count=3+seed=2'))).not.toEqual(chosen(three))
  })
})

describe('a checkpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-checkpoint-'))
  const file = join(folder, 'checkpoint.safetensors')
  beforeAll(async () => {
    await loadBackend('wasm')
    const layout = layoutOf([boardroom({ rounds: 2 })])
    const spec = {
      layout,
      evidence: { kind: 'traits' as const, width: REVEALED },
      persona: 4,
      adapter: 8,
      trunk: 8,
      bypass: 8,
      head: 8,
    }
    const network = createNetwork(spec, initialise(spec, createRng('weights')))
    writeFileSync(file, encodeCheckpoint(spec, network.weights(), traitAssistant(ASSISTANT)))
    network.dispose()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('plays the envs it was built for, by its file or by the folder it lies in', async () => {
    const agents = [file, `${folder}/`, 'random']
    const { standings } = await holdOne({ envs: ['boardroom'], agents, matches: 2, set: ['rounds=2'] })
    expect(standings.map(({ agent }) => agent).sort()).toEqual([...agents].sort())
  })

  it('is refused elsewhere, with what it was built for', async () => {
    const [{ refuses }] = await resolve(file)
    expect(refuses(boardroom({ rounds: 2 }))).toBeUndefined()
    expect(refuses(dilemma())).toBe('a network built for boardroom')
    expect(refuses({ ...boardroom(), actions: [] })).toContain('not 9 and 0')
  })

  it('of a trial in motive is refused: what it learned is not in there', async () => {
    writeFileSync(join(folder, 'result.json'), JSON.stringify({ id: { regime: 'motive' } }))
    await expect(resolve(file)).rejects.toThrow('expected a trial in encoder or full, got one in motive')
  })
})
