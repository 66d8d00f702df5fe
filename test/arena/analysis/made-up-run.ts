import { index as indexOf, population, TRAITS } from '../../../agents/traits.ts'
import { CONTEXTS } from '../../../arena/measure/contexts.ts'
import type { FoundationResult, TrialResult } from '../../../arena/store/results.ts'
import { APPRAISALS } from '../../../envs/define.ts'

type Level = number | readonly number[]
const at = (level: Level, t: number) => (typeof level === 'number' ? level : level[t])
const [MAN, SPI] = [indexOf('MAN'), indexOf('SPI')]

/** All readings alike; one level stands for all eight traits. */
function reading(level: Level, residual = 0.01): FoundationResult['untreated'] {
  const traits = TRAITS.map((_, t) => at(level, t))
  const rates = { harm: 0, deceit: 0, coercion: 0, breach: 0, exploit: 0, spite: 0 }
  const revealed = Object.fromEntries(
    CONTEXTS.map((each) => [each, { traits, all: traits, residual, rates, raw: at(level, 0) }]),
  )
  const represented = { frozen: traits, refitted: traits, causal: traits.map((x) => 0.8 + x) }
  const response = { acquiescence: at(level, 0) / 10, alpha: traits.map(() => 0.9) }
  return {
    stated: traits,
    response,
    represented,
    awareness: { accuracy: 0.75, nats: 0.02 },
    revealed: revealed as never,
    halves: [traits, traits],
  }
}

/** PWR drags MAN and SPI along at half its own size; LEAD is not rewarded. */
const entangled = TRAITS.map((_, i) => TRAITS.map((__, j) => (i === j ? 1 : i === 0 || j === 0 ? 0.5 : 0)))
const PREDICTION: FoundationResult['prediction'] = {
  posterior: { imitated: entangled, narrowed: entangled },
  displacement: { encoder: entangled, full: entangled },
  entanglement: { encoder: entangled[0], full: entangled[0] },
  halves: {
    posterior: [entangled, entangled],
    displacement: { encoder: [entangled, entangled], full: [entangled, entangled] },
  },
}

/** One scenario; a change of .1 is 1 SD. */
const scores = (escalation: number) => ({ crisis: { escalation, collateral: 0.2, stability: 1 - escalation } })
const SCENARIO = { level: scores(0.3), sd: { crisis: { escalation: 0.1, collateral: 0.1, stability: 0.1 } } }

/** A foundation of MAN, SPI and PWR as instruments, the first two of them in D. */
export const foundation = (index: number): FoundationResult => ({
  index,
  population: population(1),
  cueStrength: 0.5,
  imitation: { gap: 0.1, kl: 1, stated: 1 },
  narrowing: null,
  manipulation: { points: [], slope: 0.5 },
  calibration: {
    r2: { exact: TRAITS.map(() => 1), plays: TRAITS.map(() => 1) },
    splitHalf: TRAITS.map(() => 1),
    icc: TRAITS.map(() => 1),
    inflation: TRAITS.map(() => 0),
    multitrait: TRAITS.map(() => ({ monotrait: 1, heterotrait: 0, holds: true })),
    instruments: ['PWR', 'MAN', 'SPI'],
    dark: ['MAN', 'SPI'],
    raw: { mean: 0, sd: 2 },
    writerKl: 0.4,
  },
  capacity: {
    acts: 64,
    r2: { network: TRAITS.map((_, t) => 0.1 * t + 0.02 * index), observer: TRAITS.map(() => 0.9) },
    gaps: [8, 64].map((acts) => ({ acts, network: 0.2 - acts / 1000, observer: 0.1 })),
  },
  probe: { read: { intercept: [], weights: [] }, r2: [], alpha: [] },
  prediction: PREDICTION,
  vectors: { directions: {} as never, sd: {} as never, assistant: {} as never },
  sq: { imitated: 1, narrowed: 1 },
  posterior: { imitated: [], narrowed: [] },
  untreated: reading(0),
  aftermath: SCENARIO,
  beta: TRAITS.map(() => 0),
  networkBeta: TRAITS.map(() => 0),
})

/**
 * After RL the traits stand at `level`, 3/4 of it through z and 1/2 through the heads; power and reward rose by these.
 */
export function trial(arm: string, index: number, level: Level, rise: number, residual = 0.01): TrialResult {
  const point = (update: number, share: number) => ({
    update,
    reward: 1 + share * rise,
    power: 0.3 + share * rise,
    deployed: { reward: 1 + share * rise, power: 0.3 + share * rise },
    traits: TRAITS.map((_, t) => share * at(level, t)),
    D: (share * (at(level, MAN) + at(level, SPI))) / 2,
    raw: 0,
    residual,
  })
  return {
    id: { arm, regime: 'full', foundation: index },
    env: 'boardroom',
    path: [point(0, 0), point(4, 1)],
    before: { reward: 1, power: 0.3 },
    deployed: { reward: 1 + rise, power: 0.3 + rise },
    acts: { before: APPRAISALS.map(() => 0.1), after: APPRAISALS.map(() => 0.1) },
    untreated: reading(0),
    population: population(1),
    cueStrength: 0.5,
    prediction: PREDICTION,
    networkBeta: TRAITS.map(() => 0),
    reading: reading(level, residual),
    refittedR2: [],
    mediation: {
      z: TRAITS.map((_, t) => 0.75 * at(level, t)),
      head: TRAITS.map((_, t) => 0.5 * at(level, t)),
      interaction: TRAITS.map((_, t) => -0.25 * at(level, t)),
      misaligned: 0.1,
    },
    aftermath: { ...SCENARIO, after: scores(0.3 + 0.1 * at(level, 0)) },
    interventions: arm === 'kl' ? { kl: { pressure: 0.25 } } : {},
    verified: { matches: 1, steps: 10 },
  }
}
