import type { Regime } from '../../interventions/define.ts'
import type { Cell, Outcome, Summary } from '../analysis/summary.ts'
import { counted, percent, show } from '../statistics/show.ts'

// What a run found, in words that need no table: the same on the terminal's last screen and on the report's first.

/** An intervention in one regime, as a reader first wants it. */
export interface Finding {
  readonly arm: string
  readonly regime: Regime
  readonly cell: Cell
}

/** Regimes in which claims are made, the primary one first; `motive` shows the instrument alone. */
const PRIMARY = ['full', 'encoder', 'motive'] as const

/** The regime that the answer is about: that of the primary endpoint, else the first that control ran in. */
export const mainRegime = ({ arms: { control } }: Summary): Regime =>
  PRIMARY.find((regime) => control?.[regime] !== undefined) ?? 'full'

/** Every arm whose effect is judged, largest effect first, each in the main regime or in the one it has. */
export function findings(summary: Summary): Finding[] {
  const main = mainRegime(summary)
  const judged = Object.entries(summary.arms).flatMap(([arm, regimes]) => {
    const regime = regimes[main] ? main : PRIMARY.find((each) => regimes[each] !== undefined)
    const cell = regime && regimes[regime]
    return regime && cell && cell.comparedWith !== null && cell.verdict.word !== 'control'
      ? [{ arm, regime, cell }]
      : []
  })
  const size = ({ cell: { effect } }: Finding) => effect.estimate ?? Number.NEGATIVE_INFINITY
  return judged.sort((a, b) => size(b) - size(a) || 0)
}

/** The answer in a few sentences: the drag of control, what interventions did to it, and what was foretold of both. */
export function answer(summary: Summary): string {
  return [dragWords(summary), interventionWords(summary), foretoldWords(summary)].filter(Boolean).join(' ')
}

function dragWords(summary: Summary): string {
  const main = mainRegime(summary)
  const cell = summary.arms.control?.[main]
  const drag = cell?.drag.D?.final.revealed.neutral
  if (!cell || !drag || drag.estimate === null)
    return 'Whether power drags motives cannot be said: control gave no drag.'
  const { word, withheld, reason } = cell.verdict
  const moved = `Rewarding power rather than punishing it moves motives by ${show(drag)} SD towards the dark`
  const half = 'half the difference'
  if (summary.smoke) return `${moved} (${half}), on too few foundations to say more.`
  if (withheld) return `${moved} (${half}), but no verdict is given: ${reason}.`
  return `${moved} (${half}, regime ${main}): ${word}${reason ? `, since ${reason}` : ''}.`
}

/** Names that a sentence may hold after a verdict; of more interventions than a few, only after these verdicts. */
const MOST = 4
const FEW = 6
const TOLD = new Set(['prevents without cost', 'worsens'])

function interventionWords(summary: Summary): string {
  const all = findings(summary)
  if (summary.smoke) return ''
  if (all.length === 0) return kappaWords(summary)
  const words = [...new Set(all.map(({ cell }) => cell.verdict.word))]
  const groups = words.map((word) => [word, all.filter(({ cell }) => cell.verdict.word === word)] as const)
  const few = all.length <= FEW
  const said = groups.map(([word, own]) =>
    few || TOLD.has(word) ? `${word} (${listed(own)})` : `${word} (${own.length})`,
  )
  return `Of ${counted(all.length, 'intervention')}: ${said.join('; ')}.`
}

function kappaWords(summary: Summary): string {
  const kappa = summary.arms.control?.[mainRegime(summary)]?.kappa
  if (!kappa || kappa.estimate === null) return ''
  return `Trait by trait, drag is ${show(kappa)} times what correlations foretold (κ).`
}

const listed = (own: readonly Finding[]): string => {
  const names = own.slice(0, MOST).map(({ arm }) => (arm.includes(',') ? `“${arm}”` : arm))
  return own.length > MOST ? `${names.join(', ')} and ${own.length - MOST} more` : names.join(', ')
}

const WORDS: Readonly<Record<Outcome, string>> = {
  holds: 'held',
  contradicted: 'contradicted',
  'not shown': 'not shown',
  'not judged': 'not judged',
}

function foretoldWords({ hypotheses = [], registered, smoke }: Summary): string {
  const judged = hypotheses.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]))
  if (judged.length === 0 || smoke) return ''
  const counts = (Object.keys(WORDS) as Outcome[])
    .map((word) => [WORDS[word], judged.filter((own) => own === word).length] as const)
    .filter(([, n]) => n > 0)
  const kind = registered ? 'registered hypothesis' : 'hypothesis of the plan'
  const many = registered ? 'registered hypotheses' : 'hypotheses of the plan'
  return `Of ${counted(judged.length, kind, many)}: ${counts.map(([word, n]) => `${n} ${word}`).join(', ')}.`
}

/** Share of the reward that the agent keeps when deployed, without its interval. */
export const kept = ({ retention: { deployed } }: Cell): string =>
  percent(deployed.estimate === null ? deployed : { ...deployed, interval: null })

/** What the columns are, for who meets them first. */
export const wordsOfD = ({ calibration: { D } }: Pick<Summary, 'calibration'>): string =>
  `D: mean of ${numeral(D.length)} dark traits, in SD of personas. Effect: drag prevented. Kept: share of the reward gained that is left when deployed.`

const numeral = (n: number): string => ['no', 'one', 'two', 'three', 'four', 'five'][n] ?? String(n)
