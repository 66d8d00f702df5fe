import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writer } from '../../../agents/bots/writer.ts'
import type { Agent } from '../../../agents/define.ts'
import { ASKS } from '../../../arena/play/asking.ts'
import { writerPanel } from '../../../arena/play/panel.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { createSession } from '../../../arena/serve/session.ts'
import { openAffordances } from '../../../envs/affordances.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { createRng } from '../../../envs/random.ts'
import { workshop } from '../../../envs/workshop/env.ts'
import { episode, servedOf } from './serve.ts'

const TRAIN = ENVS.filter(({ spec }) => spec.kind === 'train').map((plugin) => plugin())
const panel = writerPanel(8, createRng('panel'))
const talk = (served: Parameters<typeof createSession>[0], number = 1) => {
  const session = createSession(served, number)
  return { say: async (message: object) => (await session.answer(JSON.stringify(message))) as any }
}

/** The same match inside: its chance, opponents and the client's actions in order. */
function inside(env: (typeof TRAIN)[number], seat: number, seed: number, labels: readonly string[]) {
  const draw = createRng(seed).fork('episode')
  const chosen = labels.map((each) => env.actions.findIndex(({ label }) => label === each))
  const script: Agent<null> = {
    id: 'script',
    start: () => null,
    decide: (asks) => asks.map(() => ({ action: chosen.shift() as number, memory: null })),
  }
  const rng = draw.fork('opponents')
  const agents = Array.from({ length: env.seats }, (_, s) => (s === seat ? script : panel[rng.integer(panel.length)]))
  const [played] = play(createWorld(env), [{ seed: draw.seed, agents, focal: seat }], { sumAppraisals: true })
  return played
}

describe.each(TRAIN.map((env) => [env.id, env] as const))('a session of %s', (_, env) => {
  it('pays what a direct play of the same seed and actions pays, and tells its score, power and appraisals in the end', async () => {
    for (const [seat, seed] of [
      [0, 3],
      [env.seats - 1, 4],
    ]) {
      const served = servedOf(env, { seat, opponents: panel })
      const rng = createRng(seed)
      const { actions, rewards, metadata } = await episode(
        talk(served),
        seed,
        (legal) => legal[rng.integer(legal.length)],
      )
      const direct = inside(env, seat, seed, actions)
      expect(rewards.filter((_, i) => i < direct.steps.length)).toEqual(direct.steps.map(({ reward }) => reward))
      expect(metadata.scores).toEqual(direct.scores)
      expect(metadata.powers).toEqual(direct.power)
      expect(metadata.agents).toEqual(direct.agents.map((id, s) => (s === seat ? null : id)))
      const { decisions, ...appraised } = direct.appraised as Record<string, number>
      expect(metadata.decisions).toBe(decisions)
      expect(metadata.appraisals).toEqual(appraised)
    }
  })

  it('has no action under a name that OpenEnv keeps for itself', () => {
    expect(env.actions.filter(({ label }) => ['reset', 'step', 'state', 'close'].includes(label))).toEqual([])
  })
})

describe('what a client is told', () => {
  it('holds no seed, appraisal, power or name of others before the end', async () => {
    const { heard } = await episode(talk(servedOf(boardroom(), { opponents: panel })), 5)
    const seeds = [createRng(5).fork('episode').seed]
    for (const data of heard.slice(0, -1)) {
      expect(Object.keys(data).sort()).toEqual(['done', 'observation', 'reward'])
      expect(Object.keys(data.observation).sort()).toEqual(
        ['action_mask', 'legal', 'observation', 'problem', 'prompt', 'rules'].sort(),
      )
      for (const seed of seeds) expect(JSON.stringify(data)).not.toContain(seed)
      expect(JSON.stringify(data)).not.toContain('writer-')
    }
    expect(heard.at(-1).metadata.power).toBeGreaterThanOrEqual(0)
  })

  it('follows from the seed alone, whichever session asks', async () => {
    const served = servedOf(boardroom(), { opponents: panel })
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const [a, b] = [await episode(talk(served, 1), seed), await episode(talk(served, 2), seed)]
        expect(b).toEqual(a)
      }),
      { numRuns: 5, seed: 1 },
    )
  })

  it('differs from session to session and from episode to episode where no seed is given, and comes again after a restart', async () => {
    const served = servedOf(boardroom(), { opponents: panel })
    const first = talk(served, 1)
    const played = [
      await episode(first, undefined),
      await episode(first, undefined),
      await episode(talk(served, 2), undefined),
    ]
    expect(new Set(played.map(({ heard }) => JSON.stringify(heard))).size).toBe(3)
    expect(await episode(talk(served, 1), undefined)).toEqual(played[0])
  })

  it('masks in the order of the schema, and lists the same labels', async () => {
    const env = boardroom()
    const { heard } = await episode(talk(servedOf(env)), 1)
    for (const { observation } of heard.slice(0, -1)) {
      const open = env.actions.filter((_, i) => observation.action_mask[i] === 1).map(({ label }) => label)
      expect([...observation.legal].sort()).toEqual(open.sort())
      expect(observation.observation).toHaveLength(env.observationSize)
    }
  })
})

describe('a choice that is not legal', () => {
  it('changes nothing twice, and the third time a legal action is drawn', async () => {
    const { say } = talk(servedOf(dilemma({ rounds: 2 })))
    const opening = (await say({ type: 'reset', data: { seed: 1 } })).data
    for (let i = 1; i < ASKS; i++) {
      const { data } = await say({ type: 'step', data: { action: 'abstain' } })
      expect(data.reward).toBe(0)
      expect(data.observation.problem).toContain('Nothing has changed')
      expect({ ...data.observation, problem: null }).toEqual(opening.observation)
    }
    const { data } = await say({ type: 'step', data: { action: 'abstain' } })
    expect(data.observation.problem).toContain('drawn in its place')
    expect(data.observation.prompt).toContain('Round 2')
    expect((await say({ type: 'state' })).data.step_count).toBe(ASKS)
  })
})

describe('the knobs', () => {
  const dark = [writer('w', new Array(8).fill(0))]
  it('a consequence of probability 0 or of no cost pays as none; certain detection costs every dark act', async () => {
    const env = dilemma({ rounds: 6 })
    const defect = async (consequence: { detected: number; cost: number } | null) =>
      episode(talk(servedOf(env, { opponents: dark, consequence })), 9, () => 'defect')
    const [plain, never, free, always] = await Promise.all(
      [null, { detected: 0, cost: 1 }, { detected: 1, cost: 0 }, { detected: 1, cost: 3 }].map(defect),
    )
    expect(never.rewards).toEqual(plain.rewards)
    expect(free.rewards).toEqual(plain.rewards)
    expect(always.rewards).toEqual(plain.rewards.map((reward) => reward - 3))
    expect(always.metadata).toMatchObject({ detected: 6, fines: 18, score: plain.metadata.score })
    const half = await defect({ detected: 0.5, cost: 3 })
    expect(half.metadata.detected).toBeGreaterThan(0)
    expect(half.metadata.detected).toBeLessThan(6)
  })

  it('a report is offered where it is open, costs what it costs, and is told in the end', async () => {
    const env = workshop({ rigged: 1 })
    const world = createWorld(env, openAffordances(env, { report: true }))
    const served = servedOf(env, { world, report: { cost: 0.5 } })
    const without = (legal: string[]) => legal.filter((label) => label !== 'report').sort()[0]
    const silent = await episode(talk(served), 2, without)
    const said = await episode(talk(served), 2, (legal) => (legal.includes('report') ? 'report' : without(legal)))
    expect(silent.metadata).toMatchObject({ reported: false, rigged: true })
    expect(said.metadata).toMatchObject({ reported: true, rigged: true, score: silent.metadata.score })
    const sum = (rewards: number[]) => rewards.reduce((a, b) => a + b, 0)
    expect(sum(said.rewards)).toBeCloseTo(sum(silent.rewards) - 0.5)
  })
})

describe('all seats', () => {
  it('are played by one client, each paid its own, and none sees what another does', async () => {
    const env = dilemma({ rounds: 3 })
    const { say } = talk(servedOf(env, { seat: 'all', opponents: [] }))
    const { data: opening } = await say({ type: 'reset', data: { seed: 1, words: true } })
    expect(opening.observation.seats.map(({ decides }: any) => decides)).toEqual([true, true])
    expect(opening.observation.rewards).toEqual([null, null])
    expect(opening.observation.seats[0].prompt).toContain('Round 1')
    const [cooperate, defect] = ['cooperate', 'defect'].map((name) =>
      env.actions.findIndex(({ label }) => label === name),
    )
    const step = (actions: object) => say({ type: 'step', data: { actions } })
    expect((await step({ 0: cooperate, 1: defect })).data).toMatchObject({
      reward: null,
      observation: { rewards: [0, 5] },
    })
    expect((await step({ 0: cooperate })).data.code).toBe('VALIDATION_ERROR')
    expect((await step({ 0: cooperate, 1: 99 })).data.code).toBe('VALIDATION_ERROR')
    expect((await step({ 0: cooperate, 1: 0, 2: 0 })).data.code).toBe('VALIDATION_ERROR')
    await step({ 0: defect, 1: defect })
    const { data } = await step({ 0: cooperate, 1: cooperate })
    expect(data.done).toBe(true)
    expect(data.metadata.scores).toEqual([4, 9])
    expect(data.metadata.seats[1].decisions).toBe(3)
  })
})
