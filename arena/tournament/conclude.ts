import type { Contest } from '../../envs/define.ts'
import { trainedResponse } from '../exploitability/trained-response.ts'
import { type Circles, circlesOf } from './circles.ts'
import { type Cluster, clustersOf } from './clusters.ts'
import { type Moral, moralsOf } from './cooperation.ts'
import { type DarkRoute, darkRoutes } from './dark-routes.ts'
import { exploitedOf } from './exploited.ts'
import { type IllegalChoices, illegalChoices } from './illegal.ts'
import { type OverallStanding, overall } from './overall.ts'
import type { Purpose } from './pairings.ts'
import type { Tournament } from './resolve.ts'
import type { PlayedProgramme } from './run.ts'
import { type Evidence, type Field, figuresOf, type RankedBy, rankedBy, type Standing, standings } from './standings.ts'

/** One table: who met whom, and what came of it. */
export interface Table {
  readonly standings: readonly Standing[]
  /** The table the project is about: do the agents that win by power win by dark routes? */
  readonly darkRoutes: readonly DarkRoute[]
  /** Agents that chose what was illegal; empty where all chose as they could. */
  readonly illegal: readonly IllegalChoices[]
}

/** The tournament in one env. */
export interface EnvResult extends Table, Circles {
  readonly env: string
  readonly params: Readonly<Record<string, unknown>>
  /** Whether what one seat is paid the others lose, and by what the standings are ordered therefore. */
  readonly contest: Contest
  readonly rankedBy: RankedBy
  readonly seed: number
  /** Matches a pairing and seat order. */
  readonly matches: number
  /** All that was played: the yardstick's, those among strangers and those with oneself too. */
  readonly played: number
  /** Axelrod's moral metrics, where seats cooperate or defect. */
  readonly moral?: readonly Moral[]
  /** Standings of these agents among strangers. */
  readonly background?: Table & { readonly agents: readonly string[] }
  /** Matches replayed through boardgame.io's own reducer. */
  readonly verified: { readonly matches: number; readonly steps: number }
}

/**
 * What `--json` prints, but for timing: of one env its own result, of several one result each and an overall rating.
 */
export type TournamentResult = { readonly schema: 1 } & (
  | EnvResult
  | {
      readonly seed: number
      readonly matches: number
      readonly results: readonly EnvResult[]
      readonly overall: readonly OverallStanding[]
    }
)

/** A pure function of what was played. */
export function conclude(tournament: Tournament, programmes: readonly PlayedProgramme[]): TournamentResult {
  const { seed, matches } = tournament
  const results = programmes.map((programme) => resultOf(tournament, programme))
  if (results.length === 1) return { schema: 1, ...results[0] }
  const fields = programmes.map((programme) => ({
    clusters: clustersFor(programme, 'rating'),
    players: programme.players.length,
  }))
  const names = tournament.agents.map(({ name }) => name)
  return { schema: 1, seed, matches, results, overall: overall(names, fields, `${seed}/overall`) }
}

function resultOf(tournament: Tournament, programme: PlayedProgramme): EnvResult {
  const { agents, background, seed, matches, selection, bestResponse } = tournament
  const { env, players, random, fixtures, kept, verified } = programme
  const names = players.map(({ name }) => name)
  const rows = agents.length
  const rated = clustersFor(programme, 'rating')
  const evidence = { rated, yardstick: clustersFor(programme, 'yardstick') }
  const stream = `${seed}/${env.id}`
  const responses = bestResponse && {
    responses: agents.map(({ name, agent }) => trainedResponse(env, agent, `${stream}/best response/${name}`)),
  }
  const ranked = { names, rows, rated: rows, random, rankedBy: rankedBy(env) }
  const field = { ...ranked, exploited: exploitedOf(env, agents), ...responses }
  const counted = kept.flatMap(({ cooperation }) => cooperation ?? [])
  const moral = counted.length === fixtures.length && { moral: moralsOf(names.slice(0, rows), fixtures, counted) }
  return {
    env: env.id,
    params: env.params,
    contest: env.contest,
    rankedBy: rankedBy(env),
    seed,
    matches,
    played: fixtures.length,
    ...tableOf(field, evidence, `${stream}/rating`),
    illegal: illegalChoices(programme, ['rating', 'yardstick']),
    ...circlesOf(
      { names: names.slice(0, rows), clusters: rated, players: players.length, selection },
      `${stream}/circles`,
    ),
    ...moral,
    ...(background.length > 0 && { background: amongStrangers(tournament, programme, `${stream}/strangers`) }),
    verified,
  }
}

function amongStrangers({ agents, background }: Tournament, programme: PlayedProgramme, stream: string) {
  const { env, players, random } = programme
  const names = players.map(({ name }) => name)
  const field = {
    names,
    rows: agents.length,
    rated: agents.length + background.length,
    random,
    rankedBy: rankedBy(env),
  }
  const evidence = { rated: clustersFor(programme, 'strangers'), yardstick: [] }
  const illegal = illegalChoices(programme, ['strangers'])
  return { agents: background.map(({ name }) => name), ...tableOf(field, evidence, stream), illegal }
}

function tableOf(field: Field, evidence: Evidence, stream: string): Omit<Table, 'illegal'> {
  const rows = standings(field, evidence, figuresOf(field, evidence, stream))
  return { standings: rows, darkRoutes: darkRoutes(rows, `${stream}/dark routes`) }
}

function clustersFor({ fixtures, kept }: PlayedProgramme, purpose: Purpose): Cluster[] {
  const chosen = fixtures.flatMap((fixture, i) => (fixture.purpose === purpose ? [i] : []))
  return clustersOf(
    chosen.map((i) => fixtures[i]),
    chosen.map((i) => kept[i]),
  )
}
