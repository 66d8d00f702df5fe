import { expect, it } from 'vitest'
import { z } from 'zod'
import { Settings } from '../../../arena/study/settings.ts'

/**
 * Defaults as they were when schemas moved beside their learners: a study's JSON and hash hang on keys, order and
 * values.
 */
const DEFAULTS = {
  seed: 1,
  foundations: 20,
  population: {
    correlation: 'human',
    eta: 1,
    s: 1,
    powerLead: null,
    clusters: 1,
    clusterShare: 0.5,
  },
  cueStrength: 0.5,
  loadings: 'default',
  env: {},
  evidence: {
    kind: 'acts',
    sets: 16,
    acts: 32,
  },
  network: {
    persona: 8,
    adapter: 32,
    trunk: 64,
    bypass: 32,
    router: false,
    head: 96,
    sharing: 'rows',
    narration: false,
    statedTrains: false,
  },
  corpus: {
    matches: 240,
    open: 0.25,
  },
  imitate: {
    steps: 1500,
    batch: 512,
    queries: 8,
    learningRate: 0.003,
    decay: 0.1,
    kl: 0.0003,
    stated: 0.1,
  },
  narrow: {
    steps: 200,
    learningRate: 0.001,
    profile: {
      HON: {
        mean: 1.2,
        sd: 0.3,
      },
      CARE: {
        mean: 1.2,
        sd: 0.3,
      },
    },
  },
  compete: {
    updates: 40,
    episodes: 128,
    motiveEpisodes: 256,
    measureEvery: 10,
    stopAtPower: null,
    imitated: 0.25,
    stopAtKl: null,
    evaluation: 128,
    writers: 32,
    checkpoint: 0.125,
    learningRate: {
      encoder: 0.0003,
      full: 0.00015,
    },
    criticRate: 0.003,
    epochs: 2,
    minibatch: 512,
    clip: 0.2,
    gamma: 0.97,
    lambda: 0.95,
    entropy: 0,
    warmup: 2,
    geometry: 'selection',
    motiveStep: 4,
    verify: 8,
  },
  measure: {
    minds: 16,
    writers: 240,
    draws: 96,
    rewards: 32,
    gradient: 256,
    prefill: [],
  },
}

interface Node {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
}

const described = (node: Node, path: string): [path: string, description: string | undefined][] => [
  [path, node.description],
  ...Object.entries(node.properties ?? {}).flatMap(([key, inner]) => described(inner, path ? `${path}.${key}` : key)),
]

it('has the defaults it had, in the same order', () => {
  expect(JSON.stringify(Settings.parse({}))).toBe(JSON.stringify(DEFAULTS))
})

it('says of every key in one sentence what it is', () => {
  const [, ...keys] = described(z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' }) as Node, '')
  expect(keys.length).toBeGreaterThan(70)
  expect(keys.filter(([, text]) => !/^[A-Z][^\n]*\.$/.test(text ?? ''))).toEqual([])
})
