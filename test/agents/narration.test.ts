import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { type Checkpoint, decodeCheckpoint } from '../../agents/checkpoint.ts'
import { showing, traitSource } from '../../agents/evidence.ts'
import { imitator } from '../../agents/imitate.ts'
import { claimed, narrationOf, TOKENS } from '../../agents/narration.ts'
import { createNetwork, type Network } from '../../agents/network.ts'
import { createPpo } from '../../agents/ppo.ts'
import type { Trajectory } from '../../agents/ppo-rows.ts'
import { initialise, specOf, type Weights } from '../../agents/spec.ts'
import { oneHot } from '../../agents/tensor-ops.ts'
import { DIM, INDEPENDENT, index, population, samplePersona, TRAITS, type Trait } from '../../agents/traits.ts'
import { poolsOf } from '../../arena/corpus/pools.ts'
import { createBattery, inputsUnder, reveal } from '../../arena/measure/battery.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { evalEnvs } from '../../arena/study/envs.ts'
import { Settings } from '../../arena/study/settings.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { createRng } from '../../envs/random.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-narration-'))
beforeAll(() => loadBackend('wasm'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const WORDS = TOKENS.length
const tokenOf = (trait: Trait, sign: 1 | -1) => 2 * index(trait) + (sign === 1 ? 0 : 1)
const envs = [boardroom(), dictator()]
const evidence = { kind: 'traits' as const, width: 16 }
const widths = { ...Settings.parse({}).network, persona: 4, adapter: 8, trunk: 8, bypass: 8, head: 8 }
const spec = specOf(envs, evidence, { ...widths, narration: true })

describe('what writers say of themselves', () => {
  it('names every trait much and little, in words of its own', () => {
    expect(TOKENS.map(({ trait, sign }) => tokenOf(trait, sign))).toEqual(TOKENS.map((_, k) => k))
    expect(new Set(TOKENS.map(({ sentence }) => sentence)).size).toBe(2 * DIM)
  })

  it('follows their traits: a trait one SD out is e times as likely as one at the mean, and claims have its sign', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: DIM, maxLength: DIM }), (traits) => {
        const said = new Float32Array(3 * WORDS)
        narrationOf(traits, said, WORDS)
        const own = said.subarray(WORDS, 2 * WORDS)
        expect(said[WORDS - 1]).toBe(0)
        expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
        traits.forEach((x, t) => {
          expect(Math.log(own[2 * t] / own[2 * t + 1])).toBeCloseTo(2 * x, 3)
          if (Math.abs(x) > 0.01) expect(Math.sign(claimed(own)[t])).toBe(Math.sign(x))
        })
      }),
    )
  })
})

describe('a network that narrates', () => {
  const { input, actions } = spec.layout
  const rng = createRng('rows')
  const noise = (n: number) => Float32Array.from({ length: n }, () => rng.normal())
  const at = { input: noise(3 * input), m: noise(3 * spec.persona) }
  const loud = (): Weights => {
    const weights = initialise(spec, createRng('loud'))
    for (const name of ['narration/out/w', 'head/rows/w']) scale(weights[name].values, 20)
    return weights
  }
  const forward = (network: Network, tokens?: number[]) =>
    network.forward(
      tf.tensor2d(at.input, [3, input]),
      tf.tensor2d(at.m, [3, spec.persona]),
      tf.ones([3, actions]) as tf.Tensor2D,
      undefined,
      tokens && oneHot(tokens),
    )

  it('has, where nothing was said, the policy of all that it may say', () => {
    const network = createNetwork(spec, loud())
    const marginal = tf.softmax(forward(network).logits).arraySync() as number[][]
    const said = tf.exp(network.narrate(forward(network).z)).arraySync() as number[][]
    const after = TOKENS.map((_, k) => tf.softmax(forward(network, [k, k, k]).logits).arraySync() as number[][])
    for (const [row, policy] of marginal.entries())
      for (const [a, p] of policy.entries())
        expect(p).toBeCloseTo(
          said[row].reduce((sum, q, k) => sum + q * after[k][row][a], 0),
          5,
        )
    expect(Math.max(...said[0]) - Math.min(...said[0])).toBeGreaterThan(0.05)
    expect(after[0][0]).not.toEqual(after[1][0])
    network.dispose()
  })

  it('is the only one with weights for it', () => {
    const silent = specOf(envs, evidence, widths)
    expect(silent).not.toHaveProperty('narration')
    const [own, others] = [spec, silent].map((each) => initialise(each, createRng('same')))
    expect(Object.keys(own).filter((name) => !(name in others))).toEqual(
      ['hidden', 'out'].flatMap((part) => [`narration/${part}/w`, `narration/${part}/b`]),
    )
    for (const name of Object.keys(others)) if (name !== 'head/hidden/w') expect(own[name], name).toEqual(others[name])
    expect(own['head/hidden/w'].shape[0] - others['head/hidden/w'].shape[0]).toBe(WORDS)
  })

  /** PPO on decisions of which those are paid that `paid` says. */
  const reinforced = (trainable: 'encoder' | 'full', paid: (token: number, action: number) => boolean) => {
    const weights = loud()
    const [network, reference] = [createNetwork(spec, weights), createNetwork(spec, weights)]
    const learningRate = { encoder: 3e-3, full: 3e-3 }
    const config = { ...Settings.parse({}).compete, learningRate, epochs: 4, minibatch: 64, warmup: 0 }
    const shown = showing({})
    const ppo = createPpo({ network, reference, evidence: shown, trainable, config, rng: createRng('ppo') })
    const row = at.input.subarray(0, input)
    const mask = new Float32Array(actions).fill(1, 0, 3)
    const look = () =>
      tf.tidy(() => {
        const { mean } = network.posterior(shown)
        const inputs = tf.tensor2d(row, [1, input])
        const heard = (k: number) =>
          network.forward(inputs, mean, tf.tensor2d(mask, [1, actions]), undefined, oneHot([k])).logits
        return {
          says: [...(tf.exp(network.narrate(network.z(inputs, mean))).dataSync() as Float32Array)],
          after: TOKENS.map((_, k) => [...(tf.softmax(heard(k)).dataSync() as Float32Array)]),
        }
      })
    const before = look()
    for (let update = 0; update < 8; update++) {
      const now = look()
      const source = createRng('taken').fork(update)
      const trajectories = Array.from({ length: 128 }, (): Trajectory => {
        const token = source.weighted(now.says)
        const action = source.weighted(now.after[token])
        const logProbability = Math.log(now.says[token]) + Math.log(now.after[token][action])
        const reward = paid(token, action) ? 1 : 0
        const transition = { input: row, mask, action, token, logProbability, value: 0, reward }
        return { transitions: [transition], set: 0, noise: new Float32Array(spec.persona), weight: 1 }
      })
      const { 'losses/approx_kl': gap } = ppo.update(trajectories, {})
      if (update === 0) expect(Math.abs(gap)).toBeLessThan(0.05)
    }
    const [after, changed] = [look(), network.weights()]
    ppo.dispose()
    network.dispose()
    reference.dispose()
    return {
      before,
      after,
      moved: (name: string) => changed[name].values.some((x, i) => x !== weights[name].values[i]),
    }
  }

  it('is reinforced in what it said where that alone is paid, and in what it did where that is', () => {
    const said = reinforced('full', (token) => token === 5)
    expect(said.after.says[5]).toBeGreaterThan(said.before.says[5] + 0.2)
    expect(said.moved('narration/out/w')).toBe(true)
    const done = reinforced('full', (_, action) => action === 1)
    const rate = ({ says, after }: typeof done.after) => says.reduce((sum, q, k) => sum + q * after[k][1], 0)
    expect(rate(done.after)).toBeGreaterThan(rate(done.before) + 0.2)
  })

  it('says through z alone in `encoder`, where its own head stays as it was', () => {
    const { before, after, moved } = reinforced('encoder', (token) => token === 5)
    for (const name of ['narration/hidden/w', 'narration/out/w', 'head/hidden/w']) expect(moved(name), name).toBe(false)
    expect(after.says[5]).toBeGreaterThan(before.says[5])
  })
})

describe('a study whose agents narrate', () => {
  const study = defineStudy({
    ...tiny,
    settings: {
      ...tiny.settings,
      network: { narration: true },
      evidence: { kind: 'traits' },
      imitate: { steps: 500, batch: 256 },
    },
  })
  const evals = evalEnvs(study)
  const base = join(root, 'base')
  let checkpoint: Checkpoint
  beforeAll(async () => {
    mkdirSync(base)
    const made = await runFoundation(study, 0, null, { dir: base, progress: () => {} })
    expect(made.imitation?.narration).toBeLessThan(0.8 * ofKnowingNobody())
    writeFileSync(join(base, 'result.json'), JSON.stringify(made))
    checkpoint = decodeCheckpoint(readFileSync(join(base, 'checkpoint.safetensors')))
  })

  it('says what the traits it was shown would say', () => {
    const network = createNetwork(checkpoint.spec, checkpoint.weights)
    const battery = createBattery(checkpoint.spec.layout, evals)
    const rng = createRng('people')
    const people = Array.from({ length: 60 }, () => samplePersona(INDEPENDENT, rng))
    const claims = tf.tidy(() => {
      const { mean } = network.posterior(traitSource.show(people, 1, rng))
      const items = tf.tensor2d(inputsUnder(battery, 'neutral').slice(0, 60 * battery.layout.input), [
        60,
        battery.layout.input,
      ])
      const said = tf.exp(network.narrate(network.z(items, mean))).arraySync() as number[][]
      return said.map(claimed)
    })
    const r = TRAITS.map((_, t) =>
      correlation(
        people.map((each) => each[t]),
        claims.map((each) => each[t]),
      ),
    )
    console.info(`narration, r with the traits shown: ${TRAITS.map((t, i) => `${t} ${r[i].toFixed(2)}`).join(' ')}`)
    // No eval env of this study elicits LEAD, and z learns of no trait from narration.
    for (const [i, trait] of TRAITS.entries()) if (trait !== 'LEAD') expect(r[i], trait).toBeGreaterThan(0.5)
    network.dispose()
  })

  it('acts on what it said: of whom it knows nothing else, each claim moves its own trait', () => {
    const network = createNetwork(checkpoint.spec, checkpoint.weights)
    const battery = createBattery(checkpoint.spec.layout, evals)
    const { dilemmas, masks, layout, firstRows } = battery
    const traitsAfter = (token: number) => {
      const policy = tf.tidy(() => {
        const { mean } = network.posterior(showing({}))
        const m = tf.tile(mean, [dilemmas.length, 1]) as tf.Tensor2D
        const mask = tf.tensor2d(masks, [dilemmas.length, layout.actions])
        const said = oneHot(dilemmas.map(() => token))
        return tf
          .softmax(
            network.forward(
              tf.tensor2d(inputsUnder(battery, 'neutral'), [battery.dilemmas.length, battery.layout.input]),
              m,
              mask,
              undefined,
              said,
            ).logits,
          )
          .dataSync()
      })
      const own = dilemmas.map(({ legal }, d) =>
        Float64Array.from(legal, (a) => policy[d * layout.actions + firstRows[d] + a]),
      )
      return reveal(battery, own).traits
    }
    const moved = (trait: Trait) => {
      const [much, little] = [traitsAfter(tokenOf(trait, 1)), traitsAfter(tokenOf(trait, -1))]
      return much[index(trait)] - little[index(trait)]
    }
    for (const trait of ['PWR', 'HON', 'CARE'] as const) expect(moved(trait), trait).toBeGreaterThan(0.1)
    network.dispose()
  })

  it('leaves z unsupervised: no gradient reaches it from what is said', () => {
    const battery = createBattery(checkpoint.spec.layout, evals)
    const pools = poolsOf(study, battery, INDEPENDENT, createRng('pools'))
    const corpus = { pools, population: INDEPENDENT, evidenceSource: traitSource, cueStrength: 0.5 }
    const learnedFrom = (by: number) => {
      const weights = initialise(checkpoint.spec, createRng('start'))
      scale(weights['narration/out/w'].values, by)
      const network = createNetwork(checkpoint.spec, weights)
      const learner = imitator(network, corpus, study.settings.imitate, createRng('steps'))
      for (let step = 0; step < 3; step++) learner.step(3e-3, false)
      learner.dispose()
      const learned = network.weights()
      network.dispose()
      return learned
    }
    const [soft, hard] = [learnedFrom(1), learnedFrom(50)]
    expect(soft['narration/hidden/w']).not.toEqual(hard['narration/hidden/w'])
    for (const name of Object.keys(soft).filter((each) => !each.startsWith('narration/')))
      expect(soft[name], name).toEqual(hard[name])
  })

  it('plays, learns and keeps what it said with its matches and metrics', async () => {
    const dir = join(root, 'trial')
    mkdirSync(dir)
    await runTrial(study, { arm: 'control', regime: 'full', foundation: 0 }, base, { dir, progress: () => {} })
    const learned = decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors')))
    expect(learned.weights['narration/out/w'].values).not.toEqual(checkpoint.weights['narration/out/w'].values)
    const lines = (name: string) =>
      readFileSync(join(dir, name), 'utf8')
        .trim()
        .split('\n')
        .map((x) => JSON.parse(x))
    const decisions = lines('matches.jsonl')
      .slice(1)
      .flatMap((match) => match.decisions)
    for (const { narration } of decisions) {
      expect(TOKENS[narration.token]).toBeDefined()
      expect(narration.probability).toBeGreaterThan(0)
    }
    expect(new Set(decisions.map(({ narration }) => narration.token)).size).toBeGreaterThan(3)
    for (const metrics of lines('metrics.jsonl').filter((each) => 'losses/policy' in each))
      for (const trait of TRAITS) expect(Math.abs(metrics[`narration/${trait}`]), trait).toBeLessThan(1)
  })
})

/** KL(what writers say of themselves ‖ every token alike), nats, mean over the population. */
function ofKnowingNobody(): number {
  const rng = createRng('anybody')
  const all = Array.from({ length: 1000 }, () => {
    const said = new Float32Array(WORDS)
    narrationOf(samplePersona(population(1), rng), said, 0)
    return said.reduce((sum, p) => sum + p * Math.log(p * WORDS), 0)
  })
  return all.reduce((sum, x) => sum + x, 0) / all.length
}

function scale(values: Float32Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= by
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    return values.map((x) => x - mean)
  }
  const [a, b] = [centred(xs), centred(ys)]
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, x, i) => sum + x * v[i], 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
