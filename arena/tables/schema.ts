import { TRAITS } from '../../agents/traits.ts'

/** Parquet's physical types, and text. */
export type ColumnType = 'STRING' | 'INT32' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN'

export interface Column {
  readonly type: ColumnType
  readonly about: string
  /** A missing value is null, never NaN or a number that stands for it. */
  readonly nullable?: true
}

export interface TableSpec {
  readonly about: string
  /** One file for the run (`tables/<name>.parquet`), or one in every job's folder. */
  readonly scope: 'run' | 'job'
  /**
   * What builds before 0.2 called it: their files are read under the new name, and queries may still use the old one.
   */
  readonly was?: string
  readonly columns: Readonly<Record<string, Column>>
  /** Further columns `<prefix>0`, `<prefix>1`, … as many as the network has. */
  readonly wide?: { readonly prefix: string; readonly type: ColumnType; readonly about: string }
}

const column =
  (type: ColumnType) =>
  (about: string): Column => ({ type, about })
const text = column('STRING')
const integer = column('INT32')
const double = column('DOUBLE')
const flag = column('BOOLEAN')
const orNull = (of: Column): Column => ({ ...of, nullable: true })

const CELL = {
  arm: text('arm of the study'),
  regime: text('motive, encoder or full'),
  foundation: integer('index of the foundation, from 0: the unit that n counts'),
}
/** As CELL, for tables that foundations write too. */
const JOB = {
  arm: orNull(text('arm; null for a foundation that all arms share')),
  regime: orNull(text('motive, encoder or full; null for a foundation')),
  foundation: CELL.foundation,
}
const SD = 'SD of independent-trait writers'
const Z = { prefix: 'z', type: 'FLOAT', about: 'persona part of the motivation layer' } as const

/** Every table of a run folder. Rows stand in canonical order: arms as the study lists them, foundations outermost. */
export const TABLES = {
  traits: {
    about: 'Every reading of every trait before and after RL, tidy: the table that each drag figure follows from.',
    scope: 'run',
    columns: {
      ...CELL,
      stage: text('before (the untreated checkpoint) or after RL'),
      reading: text('stated, frozen or refitted (probes on z), revealed'),
      context: orNull(text('cue or other context in which behaviour was read; null for the other readings')),
      trait: text('one of the eight, or D: the signed mean of the dark traits that `calibration` lists'),
      value: double(SD),
    },
  },
  rates: {
    about: 'Raw dark rates of the power-free items, before and after RL.',
    scope: 'run',
    columns: {
      ...CELL,
      stage: text('before or after RL'),
      context: text('cue, or training: the train env’s mark on the item'),
      rate: text(
        'harm, deceit, coercion, breach, exploit, spite; raw: their sum; residual: KL to the nearest writer, nats',
      ),
      value: double('expected appraisal an item'),
    },
  },
  trials: {
    about: 'One row a trial.',
    scope: 'run',
    columns: {
      ...CELL,
      job: text('folder under jobs/'),
      env: orNull(text('train env it competed in')),
      error: orNull(text('why it failed; the rest is null then')),
      rewardBefore: orNull(double('mean payoff of the focal seat against the held-out panel, before RL')),
      rewardAfter: orNull(double('after RL, as in training')),
      rewardDeployed: orNull(double('after RL, with only what stays at test')),
      powerBefore: orNull(double('mean share of control, 0 to 1')),
      powerAfter: orNull(double('as rewardAfter')),
      powerDeployed: orNull(double('as rewardDeployed')),
      matchesVerified: orNull(integer('matches replayed through boardgame.io without a difference')),
    },
  },
  paths: {
    about: 'Where the learner stood along training: performance as in training, traits as deployed.',
    scope: 'run',
    columns: {
      ...CELL,
      update: integer('updates done'),
      reward: double('mean payoff against the held-out panel'),
      power: double('mean share of control'),
      name: text('a trait, D, raw or residual'),
      value: double(SD),
    },
  },
  calibration: {
    about: 'What the battery can read, measured on scripted writers.',
    scope: 'run',
    columns: {
      foundation: CELL.foundation,
      trait: text('one of the eight'),
      r2Exact: double('R² of the inverse fit on exact policies'),
      r2Plays: double('R² on sampled plays'),
      instrument: flag('whether it passes the threshold: others are not judged'),
      weight: double('weight in D; 0 for traits outside it'),
      rawSd: double('SD of the raw dark rate over writers: the unit of raw figures'),
      writerKL: double('mean KL between two random writers, nats per decision'),
    },
  },
  selection: {
    about:
      'β: selection gradient on the train env, of scripted writers and of a network shown evidence of them (Lande and Arnold 1983).',
    scope: 'run',
    columns: {
      foundation: CELL.foundation,
      trait: text('one of the eight'),
      beta: double('of scripted writers, payoff per SD of the trait'),
      networkBeta: double('of the network before RL, payoff per SD of the trait in its evidence'),
    },
  },
  covariance: {
    about:
      'Σ of the writers’ population, and S: the posterior of the assistant in the learned latent, within and between its sets of acts (variances).',
    scope: 'run',
    columns: {
      matrix: text('population; posterior.imitated and posterior.narrowed'),
      foundation: orNull(CELL.foundation),
      row: text('trait, or dimension of m'),
      column: text('trait, or dimension of m'),
      value: double('covariance'),
    },
  },
  updates: {
    about: 'Metrics of every update: losses, KL, entropy, performance, and what interventions measured.',
    scope: 'job',
    columns: {
      ...CELL,
      update: integer('from 0'),
      metric: text('name; <intervention>/<metric> for interventions'),
      value: double('as the metric is defined'),
    },
  },
  responses: {
    about: 'Item-level responses: the exact policy on every option of every item, in every context.',
    scope: 'job',
    columns: {
      ...JOB,
      context: text('cue, or training: the train env’s mark on the item'),
      env: text('eval env'),
      item: integer('from 0'),
      option: integer('index of the action in the env’s table'),
      label: text('label of the action'),
      probability: double('mean over draws of m'),
    },
  },
  activations: {
    about: 'z of the assistant: every draw of m on every sixth item, neutral context.',
    scope: 'job',
    columns: { ...JOB, mind: integer('draw of m, from 0'), env: text('eval env'), item: integer('from 0') },
    wide: Z,
  },
  calibration_writers: {
    was: 'sitters',
    about:
      'z of the independent-trait writers that probes are fitted on, mean over every sixth item, with their traits.',
    scope: 'job',
    columns: {
      ...JOB,
      writer: integer('from 0'),
      ...Object.fromEntries(TRAITS.map((trait) => [trait, double(SD)])),
    },
    wide: Z,
  },
} as const satisfies Readonly<Record<string, TableSpec>>

export type TableName = keyof typeof TABLES

/** What every run's `events` view holds, with the level `none` as well; DuckDB's types. */
export const EVENTS = {
  type: { type: 'VARCHAR', about: 'what happened, as `update.applied`' },
  trial: { type: 'VARCHAR', about: 'name of the trial' },
  phase: { type: 'VARCHAR', about: 'of `phase.started`' },
  update: { type: 'BIGINT', about: 'update, from 0' },
  match: { type: 'BIGINT', about: 'match of the rollout' },
  seat: { type: 'BIGINT', about: 'who acted or reported' },
  action: { type: 'VARCHAR', about: 'of `action.taken`; with `--events all`' },
  rigged: { type: 'BOOLEAN', about: 'of `report.filed`: whether the match was' },
  seed: { type: 'VARCHAR', about: 'of `match.started`; with `--events all`' },
  focal: { type: 'BIGINT', about: 'of `match.started`: the learning seat' },
  scores: { type: 'DOUBLE[]', about: 'of `match.ended`, by seat; with `--events all`' },
  reward: { type: 'DOUBLE', about: 'mean payoff of the learning seat' },
  power: {
    type: 'DOUBLE',
    about: 'its mean share of control; JSON with `--events all`, where matches have one a seat',
  },
  episodes: { type: 'BIGINT', about: 'of `rollout.collected`' },
  decisions: { type: 'BIGINT', about: 'of `rollout.collected`' },
  revealed: { type: 'STRUCT(D DOUBLE)', about: 'of `traits.measured`: a number a trait, and D' },
  intervention: { type: 'VARCHAR', about: 'of `intervention.acted`' },
  metric: { type: 'VARCHAR', about: 'of `intervention.acted`' },
  value: { type: 'DOUBLE', about: 'of `intervention.acted`' },
  metrics: {
    type: 'MAP(VARCHAR, DOUBLE)',
    about: 'of `update.applied`: a number a metric; a struct where there are any',
  },
  ok: { type: 'BOOLEAN', about: 'of `trial.ended`' },
  observer: { type: 'VARCHAR', about: 'of `observer.failed`: whose; written at every level' },
  error: { type: 'VARCHAR', about: 'of `observer.failed`' },
} as const satisfies Readonly<Record<string, { readonly type: string; readonly about: string }>>
