import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { drawMind, posteriorOf } from '../../agents/actor.ts'
import { loadBackend, tf } from '../../agents/backend.ts'
import { decodeCheckpoint } from '../../agents/checkpoint.ts'
import { createNetwork } from '../../agents/network.ts'
import { onTheWayBack } from '../../agents/tensor-ops.ts'
import { retained } from '../../arena/analysis/retention.ts'
import { createBattery, networkPolicies, reveal } from '../../arena/measure/battery.ts'
import type { FoundationResult, TrialResult } from '../../arena/store/results.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { evalEnvs } from '../../arena/study/envs.ts'
import { Settings } from '../../arena/study/settings.ts'
import { mindRng } from '../../arena/study/streams.ts'
import type { Study } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'
import { cap } from '../../interventions/cap.ts'
import { decorrelateRep } from '../../interventions/decorrelate-rep.ts'
import type { Episode, Hooks, Intervention, MotiveSampler, Regime, Touch } from '../../interventions/define.ts'
import { frame } from '../../interventions/frame.ts'
import { freezeBypass } from '../../interventions/freeze-bypass.ts'
import { freezeZ } from '../../interventions/freeze-z.ts'
import { frozen } from '../../interventions/frozen.ts'
import { crossEntropies } from '../../interventions/hardening.ts'
import { kl } from '../../interventions/kl.ts'
import { defineIntervention } from '../../interventions/make-intervention.ts'
import { noReward } from '../../interventions/no-reward.ts'
import { report } from '../../interventions/report.ts'
import { reverseReward } from '../../interventions/reverse-reward.ts'
import { rewardDark } from '../../interventions/reward-dark.ts'

let root: string
let base: FoundationResult

/**
 * `tiny` on a foundation that is laid in a second: what is asked here is what a trial does, not how well anybody
 * imitates.
 */
const SETTINGS = {
  ...tiny.settings,
  foundations: 1,
  corpus: { matches: 6 },
  imitate: { steps: 12, batch: 64 },
  narrow: { steps: 4 },
  compete: { ...tiny.settings.compete, evaluation: 8 },
  measure: { ...tiny.settings.measure, writers: 32, minds: 2, gradient: 16 },
}

/** `tiny` with one arm of these interventions. */
function studyOf(interventions: readonly Intervention[], env?: Record<string, unknown>): Study {
  return {
    ...tiny,
    settings: Settings.parse(SETTINGS),
    arms: { control: { interventions, regimes: ['motive', 'encoder', 'full'], env } },
  }
}

async function folder(name: string): Promise<string> {
  return await mkdtemp(join(root, `${name}-`))
}

type Arguments = readonly [regime: Regime, interventions: readonly Intervention[], env?: Record<string, unknown>]

const known = new Map<string, ReturnType<typeof fresh>>()

/** The trial, run once however many tests ask for it: that it repeats is asked of `fresh`. */
function trial(...args: Arguments): ReturnType<typeof fresh> {
  const [regime, interventions, env] = args
  const key = JSON.stringify([regime, interventions.map(({ id, params }) => [id, params]), env])
  const found = known.get(key) ?? fresh(...args)
  known.set(key, found)
  return found
}

async function fresh(
  regime: Regime,
  interventions: readonly Intervention[],
  env?: Record<string, unknown>,
  compete: Partial<Study['settings']['compete']> = {},
) {
  const dir = await folder(regime)
  const id = { arm: 'control', regime, foundation: 0 }
  const { settings, ...study } = studyOf(interventions, env)
  const changed = { ...study, settings: { ...settings, compete: { ...settings.compete, ...compete } } }
  const result = await runTrial(changed, id, join(root, 'foundation'), { dir, progress: () => {} })
  const files = ['checkpoint.safetensors', 'metrics.jsonl', 'matches.jsonl']
  const [checkpoint, metrics, matches] = await Promise.all(files.map((name) => readFile(join(dir, name))))
  return { result, checkpoint, metrics: metrics.toString(), matches: matches.toString(), dir }
}

beforeAll(async () => {
  await loadBackend('wasm')
  root = await mkdtemp(join(tmpdir(), 'mettle-trial-'))
  const dir = join(root, 'foundation')
  const { mkdir, writeFile } = await import('node:fs/promises')
  await mkdir(dir)
  base = await runFoundation(studyOf([]), 0, null, { dir, progress: () => {} })
  await writeFile(join(dir, 'result.json'), JSON.stringify(base))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** What must not differ: everything but what the intervention itself logged. */
function comparable({ result, checkpoint, matches }: Awaited<ReturnType<typeof fresh>>) {
  const { interventions: _, ...rest } = result
  const actions = matches.split('\n').slice(1)
  return { rest, actions, checkpoint: Buffer.from(checkpoint).toString('base64') }
}

describe('every intervention does something at its defaults', () => {
  it.each(
    [kl({ weight: 5 }), decorrelateRep({ weight: 50 }), cap({ quantile: 0.05 }), reverseReward()].map(
      (i) => [i.id, i] as const,
    ),
  )('%s', async (_id, intervention) => {
    const [none, some] = [await trial('full', []), await trial('full', [intervention])]
    expect(comparable(some).checkpoint).not.toBe(comparable(none).checkpoint)
  })
  it('report drops the episodes in which the learner reported, and says how often', async () => {
    const { result, dir } = await trial('full', [report()], { rigged: 0.5 })
    const events = (await readFile(join(dir, 'events.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.some(({ type }) => type === 'episode.dropped')).toBe(true)
    expect(events.some(({ type, rigged }) => type === 'report.filed' && typeof rigged === 'boolean')).toBe(true)
    expect(result.interventions.report.reports).toBeGreaterThan(0)
  })
  it('cap and kl log how hard RL pushes against them', async () => {
    const { result } = await trial('full', [cap(), kl()])
    expect(Object.keys(result.interventions.cap)).toEqual(
      expect.arrayContaining(['clip depth', 'clip depth slope', 'clip rate', 'pressure']),
    )
    expect(result.interventions.kl.pressure).toBeGreaterThanOrEqual(0)
  })
})

describe('what a hook makes NaN fails the trial by name, though relu on wasm would hide it', () => {
  const zero = (x: tf.Tensor) => tf.sub(x, x)
  const nan = (x: tf.Tensor) => tf.div(zero(x), zero(x))
  const breaks = (hooks: object) =>
    defineIntervention({
      id: 'breaks',
      version: 1,
      summary: 'Returns what is no number.',
      cites: [],
      params: z.strictObject({}),
      identity: {},
      regimes: ['motive', 'encoder', 'full'],
      touches: Object.keys(hooks) as Touch[],
      activeIn: ['compete'],
      setup: () => hooks as Hooks,
    })()
  type Gradients = Record<string, tf.Tensor>

  it.each<[string, object, RegExp]>([
    [
      'gradients',
      { gradients: (all: Gradients) => ({ ...all, 'bypass/w': nan(all['bypass/w']) }) },
      /breaks, hook gradients: expected finite gradients, got NaN or infinity in bypass\/w/,
    ],
    ['motivation', { motivation: nan }, /breaks, hook motivation: expected a finite z/],
    ['loss', { loss: ({ z: latent }: { z: tf.Tensor }) => tf.mean(nan(latent)) }, /breaks, hook loss: .*finite loss/],
    [
      'a loss that is no scalar',
      { loss: ({ z: latent }: { z: tf.Tensor }) => latent },
      /hook loss: expected a loss of shape \[\], got \[/,
    ],
    [
      'a loss without a gradient',
      { loss: ({ logPolicy }: { logPolicy: tf.Tensor }) => tf.sum(tf.topk(logPolicy, 1).values) },
      /intervention breaks, hook loss or motivation: .*gradient/,
    ],
    ['no gradient', { gradients: () => ({}) }, /hook gradients: expected a gradient for /],
    [
      'episodes',
      { episodes: (all: Episode[]) => all.map((each) => ({ ...each, weight: Number.NaN })) },
      /breaks, hook episodes: expected finite weights/,
    ],
    [
      'weights changed between updates',
      { between: () => {}, gradients: (all: Gradients) => mapValues(all, (g) => tf.mul(g, 3e38)) },
      /expected finite/,
    ],
  ])('%s', async (_, hooks, message) => {
    await expect(fresh('full', [breaks(hooks)])).rejects.toThrow(message)
  })

  it('an observer that throws fails the trial by the name of its plugin', async () => {
    const listener = defineIntervention({
      id: 'listener',
      version: 1,
      summary: 'Throws at the second update.',
      cites: [],
      params: z.strictObject({}),
      identity: {},
      regimes: ['full'],
      touches: ['rewards'],
      activeIn: ['compete'],
      setup: ({ events$ }) => {
        events$.subscribe((event) => {
          if (event.type === 'update.applied' && event.update === 1) throw new Error('two updates are enough')
        })
        return { rewards: (rewards) => rewards }
      },
    })()
    await expect(fresh('full', [listener])).rejects.toThrow(
      'intervention listener, hook events$: two updates are enough (update.applied, update 1)',
    )
  })

  it('motives, where the sampler moves', async () => {
    const hooks = { motives: (q: MotiveSampler) => ({ ...q, mean: q.mean.map(() => Number.NaN) }) }
    await expect(fresh('motive', [breaks(hooks)])).rejects.toThrow(
      /breaks, hook motives: expected the mean of q of finite/,
    )
  })
})

const mapValues = <T, U>(record: Record<string, T>, of: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]))

describe('what a pair rests on', () => {
  const stopped = defineIntervention({
    id: 'stopped',
    version: 1,
    summary: 'Every gradient is 0.',
    cites: [],
    params: z.strictObject({}),
    identity: {},
    regimes: ['full'],
    touches: ['gradients'],
    activeIn: ['compete'],
    setup: () => ({ gradients: (all) => mapValues({ ...all }, (gradient) => tf.zerosLike(gradient)) }),
  })()

  it('an arm whose gradients are 0 changes nothing under either sign, and earns what it earned', async () => {
    for (const sign of [[], [reverseReward()]]) {
      const { result, checkpoint } = await trial('full', [...sign, stopped])
      expect(result.reading.revealed).toEqual(result.untreated.revealed)
      expect(result.deployed).toEqual(result.before)
      const before = await readFile(join(root, 'foundation', 'checkpoint.safetensors'))
      expect(decodeCheckpoint(checkpoint).weights).toEqual(decodeCheckpoint(before).weights)
    }
  })

  it.each(['permissive', 'forbidding'] as const)('with no update, %s framing rises by nothing', async (cue) => {
    const none = await fresh('full', [], undefined, { updates: 0 })
    const { result } = await fresh('full', [frame({ cue })], undefined, { updates: 0 })
    // The cue moves what it earns in training, before any update; its start is control's all the same.
    expect(result.before).toEqual(none.result.before)
    expect(result.deployed).toEqual(result.before)
    expect(result.path).toHaveLength(1)
    expect(retained([result], [none.result], '').retention.deployed).toMatchObject({ reason: expect.any(String) })
    const learned = { ...none.result, deployed: { reward: result.before.reward + 1, power: 0 } }
    expect(retained([result], [learned], '').retention.deployed).toMatchObject({ estimate: 0 })
  })

  it('stops where power has moved as far as asked, up or down', async () => {
    const path = async (stopAtPower: number | null) =>
      (await fresh('full', [], undefined, { stopAtPower })).result.path.map(({ update }) => update)
    expect(await path(null)).toEqual([0, 2, 4])
    expect(await path(0)).toEqual([0, 2])
    expect(await path(1)).toEqual([0, 2, 4])
  })
})

describe('matches kept to be watched', () => {
  const linesOf = (text: string): any[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('hold what stood behind each decision of the focal seat, of every evaluation and of rollouts', async () => {
    const { matches, result } = await trial('full', [])
    const [head, ...kept] = linesOf(matches)
    expect(Object.keys(head.writers)).toEqual(['training', 'evaluation'])
    expect(head.writers.training['writer-0']).not.toEqual(head.writers.evaluation['writer-0'])
    const evaluations = kept.filter(({ kind }) => kind === 'evaluation')
    expect([...new Set(evaluations.map(({ update }) => update))]).toEqual(result.path.map(({ update }) => update))
    const seeds = (update: number) => evaluations.filter((each) => each.update === update).map(({ seed }) => seed)
    expect(seeds(4)).toEqual(seeds(0))
    expect(kept.some(({ kind, weight }) => kind === 'training' && weight === 1)).toBe(true)
    for (const { actions, focal, seats, decisions, m, stated } of kept) {
      expect(seats[focal]).toBe('focal')
      const own = actions.filter((_: number, i: number) => i % 2 === 1 && actions[i - 1] === focal)
      expect(decisions).toHaveLength(own.length)
      decisions.forEach(({ policy, represented, moved }: any, i: number) => {
        expect(policy.reduce((sum: number, [, p]: [number, number]) => sum + p, 0)).toBeCloseTo(1, 3)
        expect(policy.map(([action]: [number]) => action)).toContain(own[i])
        expect(represented).toHaveLength(8)
        expect(moved).toBeUndefined()
      })
      expect([m, stated].map((each) => each.length)).toEqual([8, 8])
    }
  })
  it('hold what the critic expects once it was trained, and never before', async () => {
    const valued = async (...args: Parameters<typeof trial>) => {
      const kept = linesOf((await trial(...args)).matches).slice(1)
      const at = (after: number) => kept.filter(({ kind, update }) => kind === 'evaluation' && update === after)
      return [0, 4].map((after) =>
        at(after).flatMap(({ decisions }) => decisions.map(({ value }: any) => typeof value)),
      )
    }
    const kinds = async (...args: Parameters<typeof trial>) => (await valued(...args)).map((each) => [...new Set(each)])
    expect(await kinds('full', [])).toEqual([['undefined'], ['number']])
    expect(await kinds('motive', [])).toEqual([['undefined'], ['undefined']])
    expect(await kinds('full', [noReward()])).toEqual([['undefined'], ['undefined']])
  })
  it('say how far a cap moved z, and which episodes reports dropped', async () => {
    const capped = linesOf((await trial('full', [cap({ quantile: 0.05 })])).matches).slice(1)
    expect(capped.some(({ decisions }) => decisions.some(({ moved }: any) => moved > 0))).toBe(true)
    const reported = linesOf((await trial('full', [report()], { rigged: 0.5 })).matches).slice(1)
    const training = reported.filter(({ kind }) => kind === 'training')
    const filed = ({ actions, focal }: any) =>
      actions.some((a: number, i: number) => i % 2 === 1 && a === 8 && actions[i - 1] === focal)
    for (const each of training) expect(each.weight).toBe(filed(each) ? 0 : 1)
    expect(training.some(filed)).toBe(true)
  })
})

it('reward-dark brings half as many dark acts again that training sees', async () => {
  const { compete } = tiny.settings
  const settings = Settings.parse({
    ...SETTINGS,
    compete: { ...compete, updates: 10, episodes: 64, learningRate: { full: 3e-3 } },
  })
  const [none, some] = await Promise.all(
    [0, 1].map(async (weight) => {
      const dir = await folder('dark')
      const arms = { control: { interventions: [rewardDark({ weight })], regimes: ['full' as const] } }
      const id = { arm: 'control', regime: 'full' as const, foundation: 0 }
      const io = { dir, progress: () => {} }
      return runTrial({ ...tiny, settings, arms }, id, join(root, 'foundation'), io)
    }),
  )
  const [without, dark] = [none, some].map(({ interventions }) => interventions['reward-dark'].dark)
  expect(dark).toBeGreaterThan(1.5 * without)
})

/** The weights that a trial left otherwise than it found them. */
const changed = async (regime: Regime, interventions: readonly Intervention[] = []) => {
  const { checkpoint } = await trial(regime, interventions)
  const before = decodeCheckpoint(await readFile(join(root, 'foundation', 'checkpoint.safetensors'))).weights
  const after = decodeCheckpoint(checkpoint).weights
  return Object.keys(before).filter(
    (name) => !Buffer.from(before[name].values.buffer).equals(Buffer.from(after[name].values.buffer)),
  )
}

describe('regimes', () => {
  const critic = ['critic/hidden/b', 'critic/hidden/w', 'critic/out/b', 'critic/out/w']
  it('motive changes no weight', async () => expect(await changed('motive')).toEqual([]))
  it('encoder changes the persona path and z (and the critic, which no gradient leaves)', async () => {
    const names = await changed('encoder')
    expect(names.filter((name) => !name.startsWith('critic/')).every((name) => /^(persona|z)\//.test(name))).toBe(true)
    expect(names).toContain('persona/mean/w')
    expect(names).toEqual(expect.arrayContaining(critic))
  })
  it('full changes all but the env adapters and the self-report head', async () => {
    const names = await changed('full')
    expect(names.filter((name) => /^(adapter|stated)\//.test(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(['trunk/w', 'bypass/w', 'head/rows/w']))
  })
  const parts = async (intervention: Intervention) => [
    ...new Set((await changed('full', [intervention])).map((name) => name.split('/')[0])),
  ]
  it('frozen parts stay bit for bit what they were, and the rest learns', async () => {
    expect(await parts(freezeZ())).toEqual(['bypass', 'head', 'critic'])
    expect(await parts(freezeZ({ trunk: false }))).toEqual(['trunk', 'bypass', 'head', 'critic'])
    expect(await parts(freezeBypass())).toEqual(['persona', 'trunk', 'z', 'head', 'critic'])
  })
})

it('a gradient that is stopped at some units of z leaves the weights of those units alone, and no others', async () => {
  const names = ['z/out/w', 'z/out/b']
  const practised = (open: (unit: number) => boolean) =>
    defineIntervention({
      id: 'practised',
      version: 1,
      summary: 'Imitates before reinforcement through some units of z, and learns nothing afterwards.',
      cites: [],
      params: z.strictObject({}),
      identity: {},
      regimes: ['encoder'],
      touches: ['before', 'gradients'],
      activeIn: ['compete'],
      setup: () => ({
        before: ({ train }) =>
          void train(2, (batch) => {
            const units = (width: number) => tf.tensor1d(Array.from({ length: width }, (_, unit) => Number(open(unit))))
            const motivation = (at: tf.Tensor2D) => onTheWayBack(at, (dy) => tf.mul(dy, units(at.shape[1])))
            const { logPolicy } = batch.learner({ by: 'writers', motivation })
            return tf.mean(crossEntropies(batch.policy('writers'), logPolicy)) as tf.Scalar
          }),
        gradients: (all) => frozen(all),
      }),
    })()
  const moved = async (open: (unit: number) => boolean) => {
    const { checkpoint } = await fresh('encoder', [practised(open)])
    const before = decodeCheckpoint(await readFile(join(root, 'foundation', 'checkpoint.safetensors'))).weights
    const after = decodeCheckpoint(checkpoint).weights
    const width = before['z/out/b'].values.length
    const units = names.flatMap((name) =>
      Array.from(before[name].values, (x, i) => (x === after[name].values[i] ? -1 : i % width)),
    )
    return [...new Set(units)].filter((unit) => unit >= 0).sort((a, b) => a - b)
  }
  expect(await moved((unit) => unit > 5)).toEqual([6, 7])
  expect(await moved(() => false)).toEqual([])
})

describe('no-reward', () => {
  it('moves nothing by reward, and by imitation only what the regime trains', async () => {
    const without = await changed('full', [noReward({ steps: 0 })])
    expect(without).toEqual([])
    const names = await changed('encoder', [noReward({ steps: 3 })])
    expect(names.length).toBeGreaterThan(0)
    expect(names.every((name) => /^(persona|z)\//.test(name))).toBe(true)
    expect(
      (await changed('full', [noReward({ steps: 3 })])).filter((name) => /^(adapter|stated|critic)/.test(name)),
    ).toEqual([])
  })
  it('says how far the network is from the writers, and is read with the weights that imitation left', async () => {
    const { result, checkpoint } = await trial('encoder', [noReward({ steps: 10 })])
    expect(result.interventions['no-reward'].gap).toBeGreaterThan(0)
    const { spec, weights, assistant } = decodeCheckpoint(checkpoint)
    const study = studyOf([])
    const network = createNetwork(spec, weights)
    const battery = createBattery(spec.layout, evalEnvs(study))
    const rng = mindRng(study, 0, 'control')
    const posterior = posteriorOf(network, assistant)
    const minds = Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
    const { traits } = reveal(battery, networkPolicies(network, battery, minds, 'neutral'))
    network.dispose()
    expect(result.reading.revealed.neutral.traits).toEqual(traits)
  })
})

describe('a trial', () => {
  it('repeats bit for bit, in one process', async () => {
    const [a, b] = [await trial('full', []), await fresh('full', [])]
    expect(comparable(a)).toEqual(comparable(b))
    expect(a.metrics).toBe(b.metrics)
  })
  it('leaves no tensor behind', async () => {
    await fresh('full', [kl(), decorrelateRep(), cap()])
    const before = tf.memory().numTensors
    await fresh('full', [kl(), decorrelateRep(), cap()])
    expect(tf.memory().numTensors).toBe(before)
  })
  it('reads the same before RL whatever the arm, and verified its own matches', async () => {
    const results: TrialResult[] = [(await trial('full', [])).result, (await trial('motive', [])).result]
    expect(results[0].path[0]).toEqual(results[1].path[0])
    expect(results[0].path[0].traits).toEqual(base.untreated.revealed.neutral.traits)
    expect(results[0].verified.matches).toBe(4)
    expect(results[0].verified.steps).toBeGreaterThan(20)
  })
})
