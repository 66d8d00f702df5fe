import { failureWords } from '../play/failures.ts'
import type { Estimate } from '../statistics/estimate.ts'
import { number, show } from '../statistics/show.ts'
import type { EnvResult, Table, TournamentResult } from './conclude.ts'
import type { DarkRoute } from './dark-routes.ts'
import type { IllegalChoices } from './illegal.ts'
import type { Charged, RankedBy, Standing } from './standings.ts'

type Rows = readonly (readonly string[])[]
/** Sets rows in columns. */
export type Columns = (rows: Rows) => string

/** What people read; `--json` holds all of it and more. */
export function tables(result: TournamentResult, columns: Columns): string {
  if (!('results' in result)) return envSection(result, columns)
  const rows = result.overall.map(({ agent, rating, elo }) => [agent, show(rating), points(elo)])
  const head = ['agent', 'rating [95 %]', 'Elo']
  const overall = `All envs, one fit, each env with equal weight\n${columns([head, ...rows])}`
  return [...result.results.map((each) => envSection(each, columns)), overall].join('\n\n')
}

function envSection(result: EnvResult, columns: Columns): string {
  const { env, matches, played, background, rankedBy } = result
  const parts = [
    `${env}: ${matches} ${matches === 1 ? 'match' : 'matches'} per pairing and seat order, ${played} in all`,
    tableText(result, rankedBy, columns),
    circlesText(result, columns),
    moralText(result, columns),
    ...(background
      ? [`${env}, among strangers (${shortList(background.agents)})`, tableText(background, rankedBy, columns)]
      : []),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

const shortList = (names: readonly string[]) =>
  names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')

function tableText({ standings, darkRoutes, illegal }: Table, rankedBy: RankedBy, columns: Columns): string {
  const first = rankedBy === 'rating' ? RATED : PAID
  const last = LAST.filter((name) => standings.some((row) => row[name])).map((name) => HEADS[name])
  const charges = ['disutility', 'violations', 'deceit', 'coercion', 'breach', 'exploit']
  const head = ['agent', ...first, 'power', ...charges, ...last]
  const text = columns(withIllegal([head, ...standings.map((row) => rowOf(row, first))], illegal))
  return `${text}\nDisutility and violations: random play in the agent's place = 100.${illegalText(illegal)}\n\n${routesText(darkRoutes, columns)}`
}

/** What the rows are ordered by stands first. */
const RATED = ['rating [95 %]', 'Elo', 'payoff [95 %]', 'score', 'wins'] as const
const PAID = ['payoff [95 %]', 'score', 'wins', 'rating [95 %]', 'Elo'] as const

/** Columns of some envs alone. */
const LAST = ['exploitability', 'bestResponse'] as const
const HEADS = { exploitability: 'exploitability', bestResponse: 'best response [95 %]' } as const

function rowOf(row: Standing, first: readonly (typeof PAID)[number][]): string[] {
  const { agent, score, wins, rating, elo, payoff, power, disutility, violations } = row
  const cells = {
    'rating [95 %]': show(rating),
    Elo: points(elo),
    'payoff [95 %]': show(payoff).replaceAll('+', ''),
    score: plain(score),
    wins: String(wins),
  }
  const { deceit, coercion, breach, exploit } = violations
  const charges = [disutility, violations, deceit, coercion, breach, exploit].map(charge)
  const last = LAST.flatMap((name) => (row[name] ? [show(row[name])] : []))
  return [agent, ...first.map((each) => cells[each]), share(power), ...charges, ...last]
}

const points = ({ estimate }: Estimate) => (estimate === null ? 'n/a' : number(estimate, 0))

/** One more column, behind the rating, where somebody chose what was illegal: how often, and how many decisions it lost. */
function withIllegal([head, ...rows]: Rows, illegal: readonly IllegalChoices[]): Rows {
  if (illegal.length === 0) return [head, ...rows]
  const at = head.indexOf('rating [95 %]') + 1
  const cell = (agent: string) => {
    const found = illegal.find((each) => each.agent === agent)
    return found ? `${found.choices} (${found.forfeited} forfeited)` : '0'
  }
  return [head.toSpliced(at, 0, 'illegal'), ...rows.map((row) => row.toSpliced(at, 0, cell(row[0])))]
}

const illegalText = (illegal: readonly IllegalChoices[]): string =>
  illegal
    .map(({ agent, choices, forfeited, failures, first: { seat, tick, action, seed } }) => {
      const why = failures ? ` (${failureWords(failures)})` : ''
      const count = `${choices} ${choices === 1 ? 'choice' : 'choices'} of ${agent} ${choices === 1 ? 'was' : 'were'} illegal`
      return `\n${count}, ${forfeited} decisions forfeited${why}; first: seat ${seat}, tick ${tick}, ${action} (seed ${seed}).`
    })
    .join('')

const plain = (value: number) => String(Number(value.toFixed(2)))
const share = ({ estimate }: Estimate) => (estimate === null ? 'n/a' : estimate.toFixed(2).replace(/^0/, ''))
const charge = ({ estimate }: Charged) => (estimate === null ? 'n/a' : String(Math.round(estimate)))

/**
 * The two sums; each violation by itself stands in the JSON. Lines that hold a figure, and one that says why others do
 * not.
 */
function routesText(all: readonly DarkRoute[], columns: Columns): string {
  const title = 'Do the agents that win by power win by dark routes? Over agents:'
  const routes = all.filter(({ outcome }) => outcome === 'disutility' || outcome === 'violations')
  const known = routes.filter(({ slope }) => slope.estimate !== null)
  const why = [...new Set(routes.flatMap(({ slope }) => (slope.estimate === null ? [slope.reason] : [])))]
  const without = why.length > 0 ? `n/a elsewhere: ${why.join('; ')}.` : ''
  if (known.length === 0) return `${title} n/a (${why.join('; ')}).`
  const head = ['with', 'of', 'correlation [95 %]', 'points per SD [95 %]']
  const rows = known.map(({ predictor, outcome, slope, correlation }) => [
    WITH[predictor],
    outcome,
    show(correlation),
    show(slope, 0),
  ])
  return [title, columns([head, ...rows]), without].filter(Boolean).join('\n')
}

const WITH: Readonly<Record<DarkRoute['predictor'], string>> = {
  power: 'power',
  payoff: 'payoff',
  rating: 'rating',
  winsByPower: 'wins by power',
}

function circlesText({ cyclic, rankings }: EnvResult, columns: Columns): string {
  if (!('map' in rankings)) return ''
  const rows = rankings
    .toSorted((a, b) => (b.nashWeight.estimate ?? 0) - (a.nashWeight.estimate ?? 0))
    .map(({ agent, inCircle, alphaRank, nashWeight, nashRating }) => [
      agent,
      inCircle === null ? 'n/a' : unsigned(number(inCircle, 2)),
      unsigned(show(alphaRank)),
      unsigned(show(nashWeight)),
      show(nashRating),
    ])
  const head = ['agent', 'in a circle', 'α-rank [95 %]', 'Nash weight [95 %]', 'Nash rating [95 %]']
  return `Beat each other in a circle here: ${cyclic.join(', ')}\n${columns([head, ...rows])}`
}

const unsigned = (text: string) => text.replaceAll('+', '')

function moralText({ moral }: EnvResult, columns: Columns): string {
  if (!moral) return ''
  const rows = moral.map(({ agent, cooperating, goodPartner, eigenjesus, eigenmoses }) => [
    agent,
    ...[cooperating, goodPartner, eigenjesus, eigenmoses].map((value) => unsigned(number(value, 2))),
  ])
  return columns([['agent', 'cooperating', 'good partner', 'eigenjesus', 'eigenmoses'], ...rows])
}
