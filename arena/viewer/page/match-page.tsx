import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ArgumentFault } from '../../../envs/fault.ts'
import { counted } from '../../statistics/show.ts'
import type { MatchesData } from '../data.ts'
import { BoardView, EVERYTHING } from './board-view.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { nameOf } from './match-list.tsx'
import { type TrimmedPanel, trimPanel } from './panel-trim.ts'
import { mountPanel, type PanelClient } from './recorded.ts'
import { type Replayed, useReplayed } from './replayed.ts'
import { linkTo, settle, useLinked } from './route.ts'
import { Rules } from './rules-view.tsx'
import { matchesOf, useFetched } from './run-data.ts'
import { Scrubber, stepsOf } from './scrubber.tsx'
import { Problem, type ViewProps } from './view.tsx'

/** Above this many acts the panel, which replays from the start at every hover, is opened only when asked for. */
const LONG = 500

/** One match: board, what stood behind each act, and boardgame.io's Debug panel on the same state. */
export function MatchPage({ modules, run, query }: ViewProps) {
  const job = run.jobs.find(({ folder }) => folder === query.get('job'))
  const { value, error } = useFetched<MatchesData>(job?.folder ?? '', () =>
    job
      ? matchesOf(job)
      : Promise.reject(new ArgumentFault('expected a job of this run that has matches, got another')),
  )
  if (error) return <Problem text={error} />
  if (!value || !job) return <p className="quiet">Reading the match …</p>
  const match = value.matches[Number(query.get('n'))]
  if (!match) return <Problem text={`expected a match from 0 to ${value.matches.length - 1}, got ${query.get('n')}`} />
  const title = nameOf(job, match)
  return <Match modules={modules} data={value} n={match.n} job={job.folder} title={title} query={query} />
}

interface MatchProps extends Pick<ViewProps, 'modules' | 'query'> {
  readonly data: MatchesData
  readonly n: number
  readonly job: string
  readonly title: string
}

function Match({ modules, data, n, job, title, query }: MatchProps) {
  const match = data.matches[n]
  const { replayed, error } = useReplayed(modules, data.head, match)
  if (error) return <Problem text={error} />
  if (!replayed) return <p className="quiet">Playing the match again …</p>
  const start = Number(query.get('at') ?? 0)
  return (
    <>
      <Neighbours job={job} n={n} count={data.matches.length} />
      {match.replayed && <Problem text={differing(match.seats, match.scores, match.replayed)} />}
      <Stage replayed={replayed} title={title} start={start} link={linkTo('compare', { job, n })} />
    </>
  )
}

/** The matches of the same job before and after this one. */
function Neighbours({ job, n, count }: { job: string; n: number; count: number }) {
  return (
    <nav className="quiet" aria-label="Matches of this trial">
      {n > 0 && <a href={linkTo('match', { job, n: n - 1 })}>← previous match</a>} {n + 1} of {count}{' '}
      {n + 1 < count && <a href={linkTo('match', { job, n: n + 1 })}>next match →</a>}
    </nav>
  )
}

/** What is shown is the replay, and so it says that it is not the match that was recorded. */
function differing(seats: readonly string[], recorded: readonly number[], replayed: readonly number[]): string {
  const of = (scores: readonly number[]) => scores.map((score, seat) => `${seats[seat]} ${score.toFixed(2)}`).join(', ')
  return `Not reproduced: the record says ${of(recorded)}; played again it gives ${of(replayed)}. The rules or the file were changed since.`
}

function Stage({ replayed, title, start, link }: { replayed: Replayed; title: string; start: number; link: string }) {
  const { recorded } = replayed
  const last = recorded.acts.length
  const [at, setAt] = useState(Math.min(last, Math.max(0, Math.trunc(start) || 0)))
  const [seenBy, setSeenBy] = useLinked('seen', EVERYTHING)
  const viewer = Object.hasOwn(replayed.match.seats, seenBy) ? Number(seenBy) : null
  const [panel, setPanel] = useState(last <= LONG)
  const { hovered, target, reset } = usePanel(replayed, panel, at)
  const steps = useMemo(() => stepsOf(recorded.acts), [recorded])
  const go = (to: number) => {
    const next = Math.min(last, Math.max(0, to))
    setAt(next)
    reset()
    settle({ at: next })
  }
  const shown = hovered ?? at
  return (
    <div className={panel ? 'with-panel' : ''}>
      <div>
        <Heading replayed={replayed} title={title} link={link} />
        <Scrubber at={at} steps={steps} go={go} />
        {hovered !== null && (
          <p className="quiet">Shown as pointed at in the panel’s log: after {counted(hovered, 'act')}.</p>
        )}
        <div className="columns">
          <BoardView replayed={replayed} at={shown} viewer={viewer} setViewer={setSeenBy} />
          <DecisionPanel replayed={replayed} at={shown} />
        </div>
        <p>
          <button type="button" aria-pressed={panel} onClick={() => setPanel(!panel)}>
            {panel ? 'Close' : 'Open'} the Debug panel
          </button>
        </p>
        <Rules env={replayed.world.env} G={recorded.frames[0].G} />
      </div>
      {panel && <aside className="debug" aria-label="boardgame.io Debug panel" ref={target} />}
    </div>
  )
}

function Heading({ replayed: { match }, title, link }: { replayed: Replayed; title: string; link: string }) {
  return (
    <>
      <h1>{title}</h1>
      <p className="quiet">
        {match.seats.map((name, seat) => `seat ${seat}: ${name}`).join(' · ')}
        {match.update !== undefined && ` · ${match.kind} after ${match.update} updates`}
        {match.weight === 0 && ' · episode dropped from the update'}
        {match.kind === 'evaluation' && (
          <>
            {' · '}
            <a href={link}>before and after</a>
          </>
        )}
      </p>
    </>
  )
}

/** The panel and the scrubber hold one client: what the log's rows show is shown on the board too. */
function usePanel(replayed: Replayed, open: boolean, at: number) {
  const target = useRef<HTMLElement>(null)
  const client = useRef<PanelClient | null>(null)
  const trim = useRef<TrimmedPanel | null>(null)
  const own = useRef<unknown>(undefined)
  const [hovered, setHovered] = useState<number | null>(null)
  const hearHover = useCallback(
    (from: PanelClient) => {
      const shown = (from as unknown as { gameStateOverride?: unknown }).gameStateOverride
      const state = from.getState()
      if (shown && shown !== own.current && state) return setHovered(replayed.actsBefore(state))
      setHovered(null)
      if (!shown && own.current) queueMicrotask(() => from.overrideGameState(own.current))
    },
    [replayed],
  )
  useEffect(() => {
    if (!open || !target.current) return
    client.current = mountPanel(replayed.recorded, replayed.world.env.seats, target.current, hearHover)
    trim.current = trimPanel(target.current)
    Object.assign(globalThis, { mettle: { client: client.current, frames: replayed.recorded.frames } })
    return () => {
      trim.current?.stop()
      client.current?.stop()
      client.current = null
    }
  }, [replayed, open, hearHover])
  useEffect(() => {
    const { G, ctx, plugins } = replayed.recorded.frames[at]
    own.current = { G, ctx, plugins }
    client.current?.overrideGameState(own.current)
    trim.current?.show(at)
  }, [replayed, at, open])
  return { hovered, target, reset: () => setHovered(null) }
}
