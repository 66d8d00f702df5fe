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
import { resolvePlugin } from '../../../arena/check/resolve.ts'
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

  it('every bot that is listed can be entered by its id', async () => {
    for (const { spec } of AGENTS) {
      if (spec.kind === 'network') continue
      const [entrant] = await resolve(spec.id)
      const name = spec.id === 'writers' ? 'writers#1' : spec.id
      expect([entrant.name, entrant.agent.id, entrant.kind]).toEqual([name, name, spec.kind])
    }
  })

  it('what is listed can be checked by the same id, with its options', async () => {
    for (const { spec } of AGENTS) {
      if (spec.kind === 'network') continue
      const plugin = await resolvePlugin(spec.id)
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
