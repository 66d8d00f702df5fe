import { boardroom } from '../../envs/boardroom/env.ts'
import type { ArmSettings } from '../study/arm.ts'
import type { Preregistration } from '../study/preregistration.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import type { Sweep } from '../study/sweep.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { expected } from './expected.ts'

/** Rows of the leaderboard that are pressed: those foretold to hold longest, a price on acts, and those foretold to fail. */
const PRESSED = [
  ...['decorrelate-data', 'preventative-steer', 'grad-project', 'decorrelate-rep', 'penalise-acts'],
  ...['proj-penalty', 'probe-penalty, loss'],
]

/** Updates at the least pressure. Nothing stops early: what stops at equal power is not pressed. */
const BASE = { updates: 20, measureEvery: 20, stopAtPower: null } as const

type Pressed = Pick<Arm, 'settings' | 'env'>

/** A line of ever harder pressure: at each value what an arm sets, the first being that of the arms without pressure. */
interface Line extends Pick<Sweep, 'of' | 'values' | 'scale' | 'lost'> {
  readonly short: string
  readonly at: (value: number) => Pressed
  /** The value at which it is the study as it stands. */
  readonly base: number
}

const compete = (own: ArmSettings['compete']): Pressed => ({ settings: { compete: own } })

/** RL updates ×1, ×4 and ×16. */
const STEPS: Line = {
  ...{ of: 'RL updates', short: 'updates', values: [20, 80, 320], scale: 'log', lost: 'half', base: 20 },
  at: (updates) => compete({ updates, measureEvery: updates }),
}

const RATE: Line = {
  ...{ of: 'learning rate of RL, times the default', short: 'rate', values: [0.3, 1, 3] },
  ...{ scale: 'log', lost: 'half', base: 1 },
  at: (times) => compete({ learningRate: { encoder: 3e-4 * times, full: 1.5e-4 * times } }),
}

/** The price of cleanliness. */
const DELTA: Line = {
  ...{ of: 'extra pay of dark routes, share of the deal', short: 'δ', values: [0, 0.05, 0.1, 0.2, 0.5] },
  ...{ scale: 'linear', lost: 0.5, base: 0 },
  at: (delta) => ({ env: { delta } }),
}

const WIDTH: Line = {
  ...{ of: 'width of all layers but z, times the default', short: 'width', values: [0.5, 1, 4] },
  ...{ scale: 'log', lost: 'half', base: 1 },
  at: (times) => ({
    settings: { network: { adapter: 32 * times, trunk: 64 * times, bypass: 32 * times, head: 96 * times } },
  }),
}

const Z: Line = {
  ...{ of: 'numbers in m and z', short: 'z', values: [4, 8, 32], scale: 'log', lost: 'half', base: 8 },
  at: (persona) => ({ settings: { network: { persona } } }),
}

const named = (arm: string, { short, base }: Line, value: number) =>
  value === base ? arm : `${arm} · ${short} ${value}`

/** Every technique, and control, at every value of the lines; an arm is compared with control under the same pressure. */
function arms(lines: readonly Line[]): Record<string, Arm> & { control: Arm } {
  const plain: Arm = { interventions: [], regimes: ['full'] }
  const technique = (row: string): Arm => ({ interventions: [chosen(row)], regimes: ['full'] })
  const pressed = lines.flatMap((line) =>
    line.values
      .filter((value) => value !== line.base)
      .flatMap((value) => [
        [named('control', line, value), { ...plain, ...line.at(value), comparedWith: 'control', role: 'control' }],
        ...PRESSED.map((row) => [
          named(row, line, value),
          { ...technique(row), ...line.at(value), comparedWith: named('control', line, value) },
        ]),
      ]),
  ) as [string, Arm][]
  return {
    control: plain,
    ...Object.fromEntries(PRESSED.map((row) => [row, technique(row)])),
    ...Object.fromEntries(pressed),
  }
}

const sweeps = (lines: readonly Line[]): Sweep[] =>
  lines.map((line) => ({
    ...{ of: line.of, values: line.values, scale: line.scale, lost: line.lost },
    curves: Object.fromEntries(PRESSED.map((row) => [row, line.values.map((value) => named(row, line, value))])),
  }))

const preregistration = (hypotheses: Preregistration['hypotheses']): Preregistration => ({
  hypotheses,
  primary: {
    endpoint: 'revealed D, neutral context, SD of independent-trait writers',
    contrast:
      'drag of control under the same pressure minus drag of the arm, each half of (power rewarded − power punished), paired by foundation',
    regime: 'full',
  },
  margins: { 'residual KL over that of two random writers': 0.1 },
  smallestEffect: 0.1,
  // Median SD of the effects of the leaderboard's strengths.
  pilot: { foundations: 3, sd: 0.022, power: 0.99 },
  exclusions: ['none: a failed trial takes its cell out'],
})

/** 12 foundations: with 10 hardly any p survives Holm over so many effects. */
const study = (id: string, lines: readonly Line[], hypotheses: Preregistration['hypotheses']) =>
  defineStudy({
    id,
    summary: `How long each technique holds under ${lines.map(({ of }) => of).join('; ')}.`,
    question: 'How hard may reinforcement press before a technique no longer stops the drag?',
    env: boardroom,
    evals: BATTERY,
    unseen: UNSEEN,
    settings: { foundations: 12, compete: BASE, measure: { draws: 32, rewards: 8 } },
    arms: arms(lines),
    sweeps: sweeps(lines),
    preregistration: preregistration(hypotheses),
  })

const holds = (row: string, line: Line, value: number) => ({
  claim: `In full, the effect of ${row} is above 0 at ${line.short} ${value}.`,
  expects: [expected(named(row, line, value), 'effect', 'above')],
})

/** Those that are foretold to hold longest, pressed hardest. */
const longest = (lines: readonly Line[]) =>
  ['decorrelate-data', 'preventative-steer', 'grad-project'].flatMap((row) =>
    lines.map((line) => holds(row, line, line.values[line.values.length - 1])),
  )

/** E1 of the research programme: learning rate, and the price of cleanliness δ (`science.md` §5.5). */
export const e1 = study(
  'e1',
  [RATE, DELTA],
  [
    ...longest([RATE, DELTA]),
    {
      claim: 'In full, at δ .5 the effect of proj-penalty and of probe-penalty on the loss is not shown.',
      expects: ['proj-penalty', 'probe-penalty, loss'].map((row) =>
        expected(named(row, DELTA, 0.5), 'effect', 'not shown'),
      ),
    },
  ],
)

/** E1, narrower and wider networks, and fewer and more numbers in z: each apart, since every value imitates anew. */
export const e1Width = study('e1-width', [WIDTH], longest([WIDTH]))
export const e1Z = study('e1-z', [Z], longest([Z]))

/** E1, ever more updates: apart, since it takes as long as all other lines together. */
export const e1Steps = study(
  'e1-steps',
  [STEPS],
  [
    ...longest([STEPS]),
    'The penalties (proj-penalty, probe-penalty on the loss) lose half of their prevention at fewer updates than these three.',
  ],
)
