import wrapAnsi from 'wrap-ansi'
import type { Cell, Summary, Verdict } from '../../analysis/summary.ts'
import { ALPHA } from '../../analysis/verdict.ts'
import { counted, mean, percent, r2 as share, show, small } from '../../statistics/show.ts'
import { COMPARED_COLUMNS, compared } from '../compared.ts'
import { registeredAgain, registrationsIn } from '../registrations.ts'
import { PREDICTION_COLUMNS, slopes } from '../slopes.ts'
import { generalisationWords } from '../sweeps.ts'
import { agenticNamed, madeOfD } from '../trait-words.ts'
import { aftermathTable } from './aftermath.ts'
import { capacityWords } from './capacity.ts'
import { elicitationWords } from './elicitation.ts'
import { type Grid, gridOf, rowsOf } from './grid.ts'
import { manifoldTable } from './manifold.ts'
import { mediationTable } from './mediation.ts'
import { onDemandTables } from './on-demand.ts'
import { sweepTables } from './sweeps.ts'

/**
 * The terminal table of a run: what each arm earned, what it cost in motivation, and what may be said.
 * @param width columns of the terminal; where there is none, lines are as long as they come
 */
export function table(summary: Summary, width = Number.POSITIVE_INFINITY): string {
  const grid = gridOf(width)
  return [
    heading,
    earned,
    dragged,
    sideBySide,
    unseen,
    manifoldTable,
    three,
    mediationTable,
    traits,
    predictions,
    aftermathTable,
    onDemandTables,
    sweepTables,
    generalisationWords,
    notes,
  ]
    .map((part) => part(summary, grid))
    .filter((part) => part !== '')
    .map((part) => folded(part, width))
    .join('\n\n')
}

/** Lines of a table fit; others are folded. */
const folded = (part: string, width: number): string =>
  Number.isFinite(width) ? wrapAnsi(part, width, { trim: false }) : part

function heading(summary: Summary): string {
  const { question, n, smoke, foundations, study, calibration } = summary
  const size = `${standing(summary)}: ${counted(n.foundations, 'foundation')}, ${counted(n.trials, 'trial')}${n.failed ? `, ${n.failed} failed` : ''}`
  const again = registeredAgain(study, registrationsIn(summary), summary.registration?.hash)
  return [
    question,
    `${size}${smoke ? ' — a smoke run: so few foundations are no evidence' : ''}`,
    ...(again ? [again] : []),
    `Before reinforcement, one SD more ${agenticNamed(calibration)[0]} in the evidence changes the rate of dark acts in power-free envs by ${show(foundations.manipulation)} SD.`,
  ].join('\n')
}

function standing({ registered, registration }: Summary): string {
  const points = registration?.deviations.length ?? 0
  if (points > 0) return `Exploratory, departs from its registration in ${counted(points, 'point')}`
  return registered ? 'Registered' : 'Exploratory, not registered'
}

function earned(summary: Summary, grid: Grid): string {
  const head = ['arm', 'regime', 'reward', 'power', 'retention', 'residual KL', 'verdict']
  return grid(
    head,
    rowsOf(summary).map(({ name, regime, cell }) => [
      name,
      regime,
      show(cell.reward),
      show(cell.power),
      percent(cell.retention.deployed),
      show(cell.residualKL.excess, 3),
      cell.verdict.word + behind(cell.verdict) + (cell.verdict.caution ? ' (!)' : ''),
    ]),
  )
}

function dragged(summary: Summary, grid: Grid): string {
  const head = [
    'arm',
    'regime',
    'raw: drag',
    'word',
    'D: rewarded',
    'punished',
    'D: drag',
    'effect',
    'gap at matched power',
  ]
  return grid(
    head,
    rowsOf(summary).map(({ name, regime, cell }) => [
      name,
      regime,
      show(cell.rawDrag.drag),
      cell.rawDrag.word,
      show(cell.change.D),
      'traits' in cell.halves ? show(cell.halves.traits.D.punished) : 'n/a',
      show(cell.drag.D.final.revealed.neutral),
      show(cell.effect),
      cell.comparedWith === null ? 'n/a' : show(cell.drag.D.matched.gap),
    ]),
  )
}

/** Interventions by effect; nothing where none is compared. */
function sideBySide(summary: Summary, grid: Grid): string {
  const rows = compared(summary)
  return rows.length === 0 ? '' : grid(COMPARED_COLUMNS, rows)
}

/** Both headlines in the envs that the study holds out; nothing where it has none. */
function unseen(summary: Summary, grid: Grid): string {
  const rows = rowsOf(summary).flatMap(({ name, regime, cell: { unseen: held } }) =>
    held
      ? [[name, regime, show(held.raw.drag), held.raw.word, show(held.D.rewarded), show(held.D.drag), held.D.word]]
      : [],
  )
  const head = ['unseen envs', 'regime', 'raw: drag', 'word', 'D: rewarded', 'D: drag', 'word']
  return rows.length === 0 ? '' : grid(head, rows)
}

/** The three readings of D side by side: a drag figure never stands alone. */
function three(summary: Summary, grid: Grid): string {
  const head = [
    'drag of D',
    'regime',
    'stated',
    'probe: frozen',
    'probe: refitted',
    'revealed: neutral',
    'revealed: worst',
    'steer: before → after',
    'awareness: before → after',
  ]
  const rows = rowsOf(summary)
    .filter(({ cell }) => cell.drag.D.final.revealed.neutral.estimate !== null)
    .map(({ name, regime, cell: { drag, steer, awareness } }) => {
      const { stated, represented, revealed } = drag.D.final
      const numbers = [stated, represented.frozen, represented.refitted, revealed.neutral, revealed.worst]
      const steers = `${mean(steer.D.before)} → ${mean(steer.D.after)}`
      return [name, regime, ...numbers.map((e) => show(e)), steers, aware(awareness)]
    })
  return grid(head, rows)
}

/** Share of contexts told apart, and nats between what is done in them. */
const aware = ({ before, after }: Cell['awareness']) =>
  [before, after].map(({ accuracy, nats }) => `${percent(accuracy).split(' [')[0]}, ${mean(nats)}`).join(' → ')

/** Revealed drag in full, a trait: where it was read in weights if it was. */
function traits(summary: Summary, grid: Grid): string {
  const { control } = summary.arms
  const names = Object.keys(Object.values(control)[0]?.drag ?? {}).filter((name) => name !== 'D')
  const rows = Object.entries(control).map(([regime, cell]) => [
    regime,
    ...names.map((name) => show(cell.drag[name].final.revealed.neutral, 1) + star(cell.drag[name].adjusted)),
  ])
  return grid([`control's drag`, ...names], rows)
}

/** What was said of the drag before the first update, and how much of it came. */
function predictions(summary: Summary, grid: Grid): string {
  const rows = rowsOf(summary).flatMap(({ name, regime, cell: { kappa, predicted } }) =>
    'traits' in predicted ? [[name, regime, ...slopes(kappa, predicted)]] : [],
  )
  return rows.length === 0 ? 'No drag was predicted: no arm has a drag of its own.' : grid(PREDICTION_COLUMNS, rows)
}

const EIGHT_WORDS =
  'Traits: PWR power, LEAD leadership, MAN manipulation, ENT entitlement, CAL callousness, SPI spite, HON honesty, CARE care.'

function notes(summary: Summary): string {
  const { calibration, controls, run, arms: all } = summary
  const missing = calibration.uncalibrated.map(({ trait, r2 }) => `${trait} (R² ${share(r2)})`).join(', ')
  const limit = Object.values(Object.values(all)[0])[0]?.residualKL.limit
  const common = Object.entries(controls.common).map(([regime, levels]) => `${regime} ${show(levels.D)}`)
  const [beta, ofNetwork] = [controls.beta, controls.networkBeta].map((slopes) =>
    Object.entries(slopes).map(([trait, e]) => `${trait} ${show(e)}`),
  )
  return [
    ...(calibration.traits ? [] : [EIGHT_WORDS]),
    `D, the dark composite, is the mean of ${madeOfD(calibration)}. Uncalibrated, so not judged: ${missing || 'none'}.`,
    'Changes are from the checkpoint before RL, in SD over writers (scripted personas) with independent traits. Drag is half of (change where',
    `power is rewarded − change where it is punished), each arm against a sign-reversed twin of its own. Common to both signs of control: D ${common.join(', ')}.`,
    'Effect: drag of the arm it is compared with minus its own. Regimes: full trains all weights but env adapters and self-report head, encoder those that make z, motive the mean of m.',
    `Residual KL: from the agent’s behaviour to the nearest writer, nats per decision; it may rise by ${limit?.toFixed(3)}.`,
    ...(calibration.capacity ? [capacityWords(calibration.capacity)] : []),
    elicitationWords(summary),
    `What the env pays writers for each trait (selection gradient β, payoff per SD): ${beta.join(', ')}.`,
    `β of the network before RL, when it is shown evidence of such writers: ${ofNetwork.join(', ')}.`,
    `${counted(run.verified.matches, 'match', 'matches')} (${counted(run.verified.steps, 'action')}) replayed through boardgame.io without a difference. Brackets are 95 % intervals over foundations.`,
    'p: two-sided sign flips over foundations, in full adjusted by Holm over all effects; other regimes are descriptive. *: p ≤ .05, adjusted over traits by max-|t|. κ: slope of drag on the drag that trait correlations predict.',
  ].join('\n')
}

const star = (adjusted: number | undefined) => (adjusted !== undefined && adjusted <= ALPHA ? ' *' : '')

/** The p behind a word, and what is left of it after Holm. */
function behind({ test, withheld }: Verdict): string {
  if (!test || withheld) return ''
  const corrected = test.adjusted === null ? '' : `, Holm ${small(test.adjusted)} of ${test.family.length}`
  return ` (p ${small(test.p)}${corrected})`
}
