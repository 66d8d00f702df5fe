import type { TraitAxes } from '../../agents/trait-set.ts'
import { covarianceOf } from '../../agents/traits.ts'
import { type Calibration, darkness, readTraits } from '../measure/calibration.ts'
import { CONTEXTS } from '../measure/contexts.ts'
import type { Reading } from '../measure/reading.ts'
import type { FoundationResult, Stored, TrialResult } from '../store/results.ts'
import { type Row, writeTable } from './parquet.ts'
import type { TableName } from './schema.ts'

type Entry = Stored<TrialResult>

/**
 * Writes every run table into a folder that is not yet in place. From the jobs' results alone: no clock, path or
 * version goes in.
 */
export async function writeRunTables(
  dir: string,
  foundations: readonly FoundationResult[],
  trials: readonly Entry[],
): Promise<void> {
  const axes = readTraits(foundations[0]?.calibration ?? {})
  const tables: Partial<Record<TableName, Row[]>> = {
    traits: finished(trials).flatMap((trial) => traitRows(trial, calibrationOf(foundations, trial))),
    rates: finished(trials).flatMap(rateRows),
    trials: trials.map(trialRow),
    paths: finished(trials).flatMap((trial) => pathRows(trial, axes)),
    calibration: foundations.flatMap(calibrationRows),
    selection: foundations.flatMap(({ index: foundation, beta, networkBeta }) =>
      axes.names.map((trait, t) => ({ foundation, trait, beta: beta[t], networkBeta: networkBeta[t] })),
    ),
    covariance: [
      ...foundations.flatMap((each) => populationRows(each, axes)),
      ...foundations.flatMap(posteriorRows),
      ...firstOnEach(finished(trials)).flatMap((trial) => predictionRows(trial, axes)),
    ],
  }
  for (const [name, rows] of Object.entries(tables)) await writeTable(dir, name as TableName, rows)
}

const finished = (trials: readonly Entry[]): TrialResult[] =>
  trials.flatMap(({ result }) => ('error' in result ? [] : [result]))

const calibrationOf = (foundations: readonly FoundationResult[], { id }: TrialResult): Calibration =>
  (foundations.find(({ index }) => index === id.foundation) ?? foundations[0]).calibration

const cell = ({ id: { arm, regime, foundation } }: Pick<TrialResult, 'id'>) => ({ arm, regime, foundation })

const stages = (trial: TrialResult): [string, Reading][] => [
  ['before', trial.untreated],
  ['after', trial.reading],
]

function traitRows(trial: TrialResult, calibration: Calibration): Row[] {
  const { names } = readTraits(calibration)
  return stages(trial).flatMap(([stage, { stated, represented, revealed, halves }]) => {
    const readings: [string, string | null, readonly number[]][] = [
      ['stated', null, stated],
      ['frozen', null, represented.frozen],
      ['refitted', null, represented.refitted],
      ...CONTEXTS.map((each): [string, string, readonly number[]] => ['revealed', each, revealed[each].traits]),
      ...CONTEXTS.map((each): [string, string, readonly number[]] => ['revealed, all items', each, revealed[each].all]),
      ...halves.map((traits, half): [string, string, readonly number[]] => [
        `revealed, half ${half}`,
        'neutral',
        traits,
      ]),
    ]
    const held = unseenAt(trial, stage)
    if (held)
      readings.push(
        ...CONTEXTS.map((each): [string, string, readonly number[]] => [
          'revealed, unseen envs',
          each,
          held[each].traits,
        ]),
      )
    return readings.flatMap(([reading, context, traits]) =>
      [...names, 'D'].map((trait, t) => {
        const value = trait === 'D' ? darkness(traits, calibration) : traits[t]
        return { ...cell(trial), stage, reading, context, trait, value }
      }),
    )
  })
}

const unseenAt = ({ unseen }: TrialResult, stage: string) =>
  unseen && (stage === 'before' ? unseen.before : unseen.after)

const rateRows = (trial: TrialResult): Row[] =>
  stages(trial).flatMap(([stage, { revealed }]) => {
    const held = unseenAt(trial, stage)
    const batteries: [string, Reading['revealed']][] = [['seen', revealed]]
    if (held) batteries.push(['unseen', held])
    return batteries.flatMap(([battery, read]) =>
      CONTEXTS.flatMap((context) => ratesIn(trial, { stage, battery, context }, read)),
    )
  })

function ratesIn(
  trial: TrialResult,
  at: { stage: string; battery: string; context: string },
  read: Reading['revealed'],
): Row[] {
  const { rates, raw, residual } = read[at.context as keyof typeof read]
  return Object.entries({ ...rates, raw, residual }).map(([rate, value]) => ({ ...cell(trial), ...at, rate, value }))
}

function trialRow({ folder: job, result }: Entry): Row {
  const id = { ...cell(result), job }
  if ('error' in result) {
    const none = [
      'rewardUntreated',
      'rewardBefore',
      'rewardAfter',
      'rewardDeployed',
      'powerBefore',
      'powerAfter',
      'powerDeployed',
    ]
    return {
      ...id,
      env: null,
      error: result.error,
      ...Object.fromEntries(none.map((key) => [key, null])),
      matchesVerified: null,
    }
  }
  const { path, before, deployed, verified } = result
  const [first, last] = [path[0], path[path.length - 1]]
  return {
    ...id,
    env: result.env,
    error: null,
    rewardUntreated: before.reward,
    rewardBefore: first.reward,
    rewardAfter: last.reward,
    rewardDeployed: deployed.reward,
    powerBefore: first.power,
    powerAfter: last.power,
    powerDeployed: deployed.power,
    matchesVerified: verified.matches,
  }
}

const pathRows = (trial: TrialResult, { names }: TraitAxes): Row[] =>
  trial.path.flatMap(({ update, reward, power, deployed, traits, D, raw, residual }) => {
    const named = { ...Object.fromEntries(names.map((trait, t) => [trait, traits[t]])), D, raw, residual }
    const at = { reward, power, rewardDeployed: deployed.reward, powerDeployed: deployed.power }
    return Object.entries(named).map(([name, value]) => ({ ...cell(trial), update, ...at, name, value }))
  })

function calibrationRows({ index: foundation, calibration }: FoundationResult): Row[] {
  const { r2, instruments, dark, raw, writerKl } = calibration
  const { names, inD } = readTraits(calibration)
  return names.map((trait, t) => ({
    foundation,
    trait,
    r2Exact: r2.exact[t],
    r2Plays: r2.plays[t],
    instrument: instruments.includes(trait),
    weight: dark.includes(trait) ? inD[t] / dark.length : 0,
    rawSd: raw.sd,
    writerKL: writerKl,
  }))
}

/** One trial of each arm and foundation: its regimes share what was foretold. */
const firstOnEach = (trials: readonly TrialResult[]): TrialResult[] =>
  [
    ...new Map(trials.toReversed().map((trial) => [`${trial.id.arm}/${trial.id.foundation}`, trial])).values(),
  ].toReversed()

/** All that κ is computed from, as the foundation of each arm foretold it before the first update. */
function predictionRows({ id: { arm, foundation }, population, prediction }: TrialResult, { names }: TraitAxes): Row[] {
  const { posterior, displacement, entanglement, halves } = prediction
  const matrices: [string, readonly (readonly number[])[]][] = [
    ['Σ', covarianceOf(population)],
    ['S_q.imitated', posterior.imitated],
    ['S_q.narrowed', posterior.narrowed],
    ...halves.posterior.map((S, half): [string, typeof S] => [`S_q.narrowed.half ${half}`, S]),
    ...Object.entries(displacement).map(([regime, M]): [string, typeof M] => [`M.${regime}`, M]),
    ...Object.entries(halves.displacement).flatMap(([regime, parts]) =>
      parts.map((M, half): [string, typeof M] => [`M.${regime}.half ${half}`, M]),
    ),
    ...Object.entries(entanglement).map(([regime, gamma]): [string, number[][]] => [`Γ.${regime}`, [[...gamma]]]),
  ]
  return matrices.flatMap(([matrix, rows]) =>
    rows.flatMap((row, i) =>
      row.map((value, j) => ({
        matrix,
        arm,
        foundation,
        row: rows.length === 1 ? 'reward' : names[i],
        column: names[j],
        value,
      })),
    ),
  )
}

const populationRows = ({ index: foundation, population }: FoundationResult, { names }: TraitAxes): Row[] =>
  covarianceOf(population).flatMap((values, i) =>
    values.map((value, j) => ({
      matrix: 'population',
      arm: null,
      foundation,
      row: names[i],
      column: names[j],
      value,
    })),
  )

const posteriorRows = ({ index: foundation, posterior }: FoundationResult): Row[] =>
  (['imitated', 'narrowed'] as const).flatMap((stage) =>
    posterior[stage].map((value, i) => ({
      matrix: `posterior.${stage}`,
      arm: null,
      foundation,
      row: `m${i}`,
      column: `m${i}`,
      value,
    })),
  )
