import { TRAITS } from '../../agents/traits.ts'

/** Parquet's physical types, and text. */
export type ColumnType = 'STRING' | 'INT32' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN'

export interface Column {
  readonly type: ColumnType
  readonly about: string
  /** A missing value is null, never NaN or a number that stands for it. */
  readonly nullable?: true
  /** Of the eight traits: a run with a set of its own has `wide` columns named after its own traits instead. */
  readonly ofEight?: true
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
const Z = { prefix: 'z', type: 'FLOAT', about: 'one dimension of z, the persona part of the motivation layer' } as const

/** Every table of a run folder. Rows stand in canonical order: arms as the study lists them, foundations outermost. */
export const TABLES = {
  traits: {
    about:
      'Every reading of every trait before and after RL, one row per reading, context and trait. Every drag ' +
      'figure is computed from this table.',
    scope: 'run',
    columns: {
      ...CELL,
      stage: text('before (the checkpoint that RL starts from) or after RL'),
      reading: text(
        'stated (self-report), frozen or refitted (linear probes on z, fitted before or after RL), revealed ' +
          '(behaviour in eval envs; all but PWR and LEAD from items without power), revealed, all items (every trait ' +
          'from all), revealed, half 0 or 1 (as revealed, from half of the items), revealed, unseen envs (in envs held out of ' +
          'imitation and evidence)',
      ),
      context: orNull(text('cue or other context in which behaviour was read; null for the other readings')),
      trait: text(
        'one of the eight, or D: mean of MAN, ENT, CAL, SPI and −HON, of those that `calibration` gives a weight',
      ),
      value: double(SD),
    },
  },
  rates: {
    about: 'Raw rates of dark acts in the eval items where power is not at stake, before and after RL.',
    scope: 'run',
    columns: {
      ...CELL,
      stage: text('before or after RL'),
      battery: text('seen (the study’s eval envs) or unseen (those held out of imitation and evidence)'),
      context: text('cue, or training: items with the train env’s mark in place of their own'),
      rate: text('harm, deceit, coercion, breach, exploit, spite; raw: their sum; residual: KL to the nearest writer'),
      value: double('expected appraisal per item; residual: nats per decision'),
    },
  },
  trials: {
    about: 'Reward, power and verification, one row per trial.',
    scope: 'run',
    columns: {
      ...CELL,
      job: text('folder under jobs/'),
      env: orNull(text('train env it competed in')),
      error: orNull(
        text('why the trial failed, and then all other columns below are null; null for a trial that did not fail'),
      ),
      rewardUntreated: orNull(
        double('mean payoff against the held-out panel before RL, neutral and without any intervention: R_pre'),
      ),
      rewardBefore: orNull(
        double('mean payoff of the focal seat against the held-out panel before RL, all interventions active'),
      ),
      rewardAfter: orNull(double('mean payoff after RL, with all interventions active as in training')),
      rewardDeployed: orNull(double('mean payoff after RL, with only those interventions that stay active at test')),
      powerBefore: orNull(double('mean share of control of the focal seat before RL, 0 to 1')),
      powerAfter: orNull(double('mean share of control, measured as rewardAfter')),
      powerDeployed: orNull(double('mean share of control, measured as rewardDeployed')),
      matchesVerified: orNull(integer('number of matches replayed through boardgame.io without a difference')),
    },
  },
  paths: {
    about:
      'The learner at points along training: performance with all interventions active, traits with those that ' +
      'stay active at test.',
    scope: 'run',
    columns: {
      ...CELL,
      update: integer('number of updates done'),
      reward: double('mean payoff of the focal seat against the held-out panel'),
      power: double('mean share of control of the focal seat, 0 to 1'),
      rewardDeployed: double('mean payoff with only those interventions that stay active at test'),
      powerDeployed: double('mean share of control, measured as rewardDeployed'),
      name: text('a trait, D, raw (rate of dark acts) or residual (KL to the nearest writer)'),
      value: double(`traits and D: ${SD}; raw: expected appraisal per item; residual: nats per decision`),
    },
  },
  calibration: {
    about: 'How well the battery (all eval items of the study) measures each trait, tested on scripted writers.',
    scope: 'run',
    columns: {
      foundation: CELL.foundation,
      trait: text('one of the eight'),
      r2Exact: double('R² of estimated on true traits, on exact action probabilities'),
      r2Plays: double('R² of estimated on true traits, on sampled acts'),
      instrument: flag('whether the trait passes all thresholds; traits that do not get no verdict'),
      weight: double('weight in D; 0 for traits outside it'),
      rawSd: double('SD of the raw dark rate over writers: the unit of raw figures'),
      writerKL: double('mean KL between two random writers, nats per decision'),
    },
  },
  selection: {
    about:
      'β: selection gradient on the train env, of scripted writers and of a network shown evidence of them ' +
      '(Lande and Arnold 1983).',
    scope: 'run',
    columns: {
      foundation: CELL.foundation,
      trait: text('one of the eight'),
      beta: double('β of scripted writers, payoff per SD of the trait'),
      networkBeta: double('β of the network before RL, payoff per SD of the trait of the writer shown to it'),
    },
  },
  covariance: {
    about:
      'Σ, the covariance of traits in the population of writers, and variances of the assistant’s posterior of ' +
      'm, within and between its sets of acts.',
    scope: 'run',
    columns: {
      matrix: text(
        'population: Σ; posterior.imitated and posterior.narrowed: variances of m after imitation and after ' +
          'narrowing to the assistant; and per arm all that κ is computed from: Σ of the writers of its corpus, S_q of ' +
          'fitted traits over draws of m, M of displacements under random rewards and Γ under the real one, in a regime; ' +
          'half 0 and half 1: read off either half of the items',
      ),
      arm: orNull(text('arm whose foundation foretold it; null for population and posterior')),
      foundation: orNull(CELL.foundation),
      row: text('trait, dimension of m (posterior), or reward (Γ)'),
      column: text('trait, or dimension of m (posterior)'),
      value: double('covariance'),
    },
  },
  updates: {
    about:
      'Metrics of every update: losses, KL, entropy, performance, coverage of z and of acts, and those that ' +
      'interventions log.',
    scope: 'job',
    columns: {
      ...CELL,
      update: integer('index of the update, from 0'),
      metric: text('name of the metric; interventions/<id>/<metric> for those of interventions'),
      value: double('value, in the unit of the metric'),
    },
  },
  responses: {
    about: 'Item-level responses: the agent’s exact probability of every option of every item, in every context.',
    scope: 'job',
    columns: {
      ...JOB,
      context: text('cue, or training: items with the train env’s mark in place of their own'),
      env: text('eval env'),
      item: integer('index of the item in its env, from 0'),
      option: integer('index of the action in the env’s table'),
      label: text('label of the action'),
      probability: double('0 to 1, mean over draws of m'),
    },
  },
  activations: {
    about: 'z of the assistant for every draw of m on every sixth item, neutral context.',
    scope: 'job',
    columns: {
      ...JOB,
      mind: integer('draw of m, from 0'),
      env: text('eval env'),
      item: integer('index of the item in its env, from 0'),
    },
    wide: Z,
  },
  calibration_writers: {
    was: 'sitters',
    about:
      'The independent-trait writers that probes are fitted on: their traits, and their z, mean over every sixth item.',
    scope: 'job',
    columns: {
      ...JOB,
      writer: integer('index of the writer, from 0'),
      ...Object.fromEntries(TRAITS.map((trait): [string, Column] => [trait, { ...double(SD), ofEight: true }])),
    },
    wide: Z,
  },
} as const satisfies Readonly<Record<string, TableSpec>>

export type TableName = keyof typeof TABLES

/** What every run's `events` view holds, with the level `none` as well; DuckDB's types. */
export const EVENTS = {
  type: { type: 'VARCHAR', about: 'kind of event, such as `update.applied`' },
  trial: { type: 'VARCHAR', about: 'name of the trial' },
  phase: { type: 'VARCHAR', about: 'phase that began; only in `phase.started`' },
  update: { type: 'BIGINT', about: 'index of the update, from 0' },
  match: { type: 'BIGINT', about: 'index of the match in the rollout, from 0' },
  seat: { type: 'BIGINT', about: 'seat that acted or reported' },
  action: { type: 'VARCHAR', about: 'action; only in `action.taken`, with `--events all`' },
  rigged: { type: 'BOOLEAN', about: 'whether the match was rigged; only in `report.filed`' },
  seed: { type: 'VARCHAR', about: 'chance seed of the match; only in `match.started`, with `--events all`' },
  focal: { type: 'BIGINT', about: 'the learning seat; only in `match.started`, with `--events all`' },
  scores: { type: 'DOUBLE[]', about: 'payoff of each seat; only in `match.ended`, with `--events all`' },
  reward: { type: 'DOUBLE', about: 'mean payoff of the learning seat' },
  power: {
    type: 'DOUBLE',
    about:
      'mean share of control of the learning seat; with `--events all` JSON, since matches have one number per seat',
  },
  episodes: { type: 'BIGINT', about: 'number of episodes; only in `rollout.collected`' },
  decisions: { type: 'BIGINT', about: 'number of decisions; only in `rollout.collected`' },
  revealed: { type: 'STRUCT(D DOUBLE)', about: 'one number per trait, and D, in SD; only in `traits.measured`' },
  intervention: { type: 'VARCHAR', about: 'id of the intervention; only in `intervention.acted`' },
  metric: { type: 'VARCHAR', about: 'name of its metric; only in `intervention.acted`' },
  value: { type: 'DOUBLE', about: 'value of the metric; only in `intervention.acted`' },
  metrics: {
    type: 'MAP(VARCHAR, DOUBLE)',
    about: 'one number per metric; only in `update.applied`; a struct where the run has any',
  },
  ok: { type: 'BOOLEAN', about: 'whether the trial succeeded; only in `trial.ended`' },
  observer: { type: 'VARCHAR', about: 'plugin whose observer failed; only in `observer.failed`' },
  error: { type: 'VARCHAR', about: 'message; only in `observer.failed`' },
} as const satisfies Readonly<Record<string, { readonly type: string; readonly about: string }>>
