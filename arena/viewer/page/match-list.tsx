import { useEffect, useMemo, useState } from 'react'
import type { JobData, MatchData, RunData } from '../data.ts'
import { ALL, Choice, choicesOf } from './choice.tsx'
import { linkTo, useLinked } from './route.ts'
import { matchesOf } from './run-data.ts'
import { Problem } from './view.tsx'

interface Row {
  readonly job: JobData
  readonly match: MatchData
  /** How much darker the agent is than before training, on the same seed; null where nothing says it. */
  readonly turned: number | null
}

const phaseOf = ({ kind, update }: MatchData): string | null =>
  update === undefined ? null : kind === 'training' ? 'training' : update === 0 ? 'before' : `after ${update}`
function outcomeOf({ facts: { rank }, scores, replayed }: MatchData): string | null {
  if (replayed) return 'not reproduced'
  if (rank === null) return null
  const first = scores.filter((score) => score === Math.max(...scores)).length
  return rank > 1 ? 'lost' : first > 1 ? 'drawn' : 'won'
}
const reportsOf = ({ facts: { reports } }: MatchData): string => (reports.length > 0 ? 'filed' : 'none')

const ORDERS = ['as played', 'darkest first', 'turned darkest first', 'largest power swing first'] as const
const SHOWN = 200

/** Matches of the jobs that are chosen; a job's are read when it is. */
export function MatchList({ run }: { run: RunData }) {
  const { jobs } = run
  const [arm, setArm] = useLinked('arm', ALL)
  const [regime, setRegime] = useLinked('regime', ALL)
  const foundations = choicesOf(jobs.map(({ foundation }) => (foundation === null ? null : String(foundation))))
  const [foundation, setFoundation] = useLinked('foundation', foundations[1] ?? ALL)
  const [phase, setPhase] = useLinked('phase', ALL)
  const [outcome, setOutcome] = useLinked('outcome', ALL)
  const [route, setRoute] = useLinked('route', ALL)
  const [reports, setReports] = useLinked('reports', ALL)
  const [order, setOrder] = useLinked('order', ORDERS[0])
  const fits = (value: string | null, chosen: string) => chosen === ALL || value === chosen
  /** What people played has neither regime nor foundation, and is never hidden by them. */
  const within = (value: string | number | null, chosen: string) => value === null || fits(String(value), chosen)
  const chosen = jobs.filter(
    (job) => fits(job.arm, arm) && within(job.regime, regime) && within(job.foundation, foundation),
  )
  const { rows, waiting, error } = useRows(chosen)
  const kept = rows.filter(
    ({ match }) =>
      fits(phaseOf(match), phase) &&
      fits(outcomeOf(match), outcome) &&
      fits(match.facts.route, route) &&
      fits(reportsOf(match), reports),
  )
  const sorted = useMemo(() => ordered(kept, order), [kept, order])
  const of = (value: (match: MatchData) => string | null) => choicesOf(rows.map(({ match }) => value(match)))
  return (
    <section>
      <h2>Matches</h2>
      <div className="choices">
        <Choice label="arm" value={arm} options={choicesOf(jobs.map((job) => job.arm))} onChange={setArm} />
        {jobs.some((job) => job.regime) && (
          <Choice
            label="regime"
            value={regime}
            options={choicesOf(jobs.map((job) => job.regime))}
            onChange={setRegime}
          />
        )}
        {foundations.length > 1 && (
          <Choice label="foundation" value={foundation} options={foundations} onChange={setFoundation} />
        )}
        <Choice label="phase" value={phase} options={of(phaseOf)} onChange={setPhase} />
        <Choice label="outcome" value={outcome} options={of(outcomeOf)} onChange={setOutcome} />
        <Choice label="route" value={route} options={of(({ facts }) => facts.route)} onChange={setRoute} />
        <Choice label="reports" value={reports} options={[ALL, 'filed', 'none']} onChange={setReports} />
        <Choice label="order" value={order} options={ORDERS} onChange={setOrder} />
      </div>
      {error && <Problem text={error} />}
      <p className="quiet" aria-live="polite">
        {sorted.length} matches{sorted.length > SHOWN && `, the first ${SHOWN} shown`}
        {waiting > 0 && `; reading ${waiting} more jobs …`}
      </p>
      <Table rows={sorted.slice(0, SHOWN)} />
    </section>
  )
}

function ordered(rows: readonly Row[], order: string): readonly Row[] {
  const by = (of: (row: Row) => number) => [...rows].sort((a, b) => of(b) - of(a))
  if (order === 'darkest first') return by(({ match }) => match.facts.darkness)
  if (order === 'turned darkest first') return by(({ turned }) => turned ?? Number.NEGATIVE_INFINITY)
  return order === ORDERS[0] ? rows : by(({ match }) => match.facts.swing)
}

/** Matches of a job, each beside the one on its seed that was evaluated before training. */
function rowsOf(job: JobData, matches: readonly MatchData[]): Row[] {
  const evaluated = matches.filter(({ kind }) => kind === 'evaluation')
  const before = new Map(evaluated.filter(({ update }) => update === 0).map((match) => [match.seed, match]))
  const turned = (match: MatchData) => {
    const first = match.kind === 'evaluation' && match.update !== 0 ? before.get(match.seed) : undefined
    return first ? match.facts.darkness - first.facts.darkness : null
  }
  return matches.map((match) => ({ job, match, turned: turned(match) }))
}

/** One job after the other, so that the first are shown at once. */
function useRows(jobs: readonly JobData[]): { rows: readonly Row[]; waiting: number; error: string | null } {
  const [rows, setRows] = useState<ReadonlyMap<string, readonly Row[]>>(new Map())
  const [error, setError] = useState<string | null>(null)
  const key = jobs.map(({ folder, version }) => `${folder} ${version}`).join('\n')
  useEffect(() => {
    let current = true
    const readAll = async () => {
      setError(null)
      for (const job of jobs) {
        if (!current) return
        try {
          const { matches } = await matchesOf(job)
          if (current) setRows((old) => new Map(old).set(job.folder, rowsOf(job, matches)))
        } catch (problem) {
          if (current) setError((problem as Error).message)
        }
      }
    }
    readAll()
    return () => {
      current = false
    }
  }, [key])
  const there = jobs.flatMap(({ folder }) => rows.get(folder) ?? [])
  return { rows: there, waiting: jobs.filter(({ folder }) => !rows.has(folder)).length, error }
}

function Table({ rows }: { rows: readonly Row[] }) {
  const compared = rows.some(({ turned }) => turned !== null)
  return (
    // A region that scrolls sideways takes the focus, so that the keyboard can scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need it (axe: scrollable-region-focusable)
    <section className="wide" aria-label="List of matches" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {[
              'match',
              'phase',
              'outcome',
              'route',
              'darkness',
              ...(compared ? ['turned darker by'] : []),
              'darkest act',
              'power swing',
              'reports',
              'acts',
            ].map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ job, match, turned }) => (
            <tr key={`${job.folder} ${match.n}`}>
              <th scope="row">
                <a href={linkTo('match', { job: job.folder, n: match.n })}>{nameOf(job, match)}</a>
              </th>
              <td>{phaseOf(match) ?? '–'}</td>
              <td>{outcomeOf(match) ?? '–'}</td>
              <td>{match.facts.route}</td>
              <td className="number">{match.facts.darkness.toFixed(1)}</td>
              {compared && <td className="number">{turned === null ? '–' : signed(turned)}</td>}
              <td>
                {match.facts.darkest ? `${match.facts.darkest.label} (${match.seats[match.facts.darkest.seat]})` : '–'}
              </td>
              <td className="number">{match.facts.swing.toFixed(2)}</td>
              <td>{match.facts.reports.map((seat) => match.seats[seat]).join(', ') || '–'}</td>
              <td className="number">{match.facts.actions}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`.replace('-', '−')

export function nameOf({ arm, regime, foundation }: JobData, { n }: MatchData): string {
  return [arm, regime, foundation === null ? null : `foundation ${foundation}`, `#${n}`]
    .filter((part) => part !== null)
    .join(', ')
}
