import { useCallback, useEffect, useRef, useState } from 'react'
import { counted } from '../../statistics/show.ts'
import type { MatchesData } from '../data.ts'
import { BoardView, EVERYTHING } from './board-view.tsx'
import { nameOf } from './match-list.tsx'
import { MotivePanel } from './motive-panel.tsx'
import { mountPanel, type PanelClient } from './recorded.ts'
import { linkTo, settle, useLinked } from './route.ts'
import { matchesOf, useFetched } from './run-data.ts'
import { Scrubber } from './scrubber.tsx'
import { type Told, useTold } from './told.ts'
import { Problem, type ViewProps } from './view.tsx'

/** Above this many acts the panel, which replays from the start at every hover, is opened only when asked for. */
const LONG = 500

/** One match: board, what stood behind each act, and boardgame.io's Debug panel on the same state. */
export function MatchPage({ modules, run, query }: ViewProps) {
  const job = run.jobs.find(({ folder }) => folder === query.get('job'))
  const { value, error } = useFetched<MatchesData>(job?.folder ?? '', () =>
    job ? matchesOf(job) : Promise.reject(new Error('expected a job of this run that has matches, got another')),
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
  const { told, error } = useTold(modules, data.head, match)
  if (error) return <Problem text={error} />
  if (!told) return <p className="quiet">Playing the match again …</p>
  const start = Number(query.get('at') ?? 0)
  return <Stage told={told} title={title} start={start} link={linkTo('compare', { job, n })} />
}

function Stage({ told, title, start, link }: { told: Told; title: string; start: number; link: string }) {
  const { recorded } = told
  const last = recorded.acts.length
  const [at, setAt] = useState(Math.min(last, Math.max(0, Math.trunc(start) || 0)))
  const [seenBy, setSeenBy] = useLinked('seen', EVERYTHING)
  const viewer = Object.hasOwn(told.match.seats, seenBy) ? Number(seenBy) : null
  const [panel, setPanel] = useState(last <= LONG)
  const { hovered, target, reset } = usePanel(told, panel, at)
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
        <Heading told={told} title={title} link={link} />
        <Scrubber at={at} acts={recorded.acts} go={go} keys />
        {hovered !== null && (
          <p className="quiet">Shown as pointed at in the panel’s log: after {counted(hovered, 'act')}.</p>
        )}
        <div className="columns">
          <BoardView told={told} at={shown} viewer={viewer} setViewer={setSeenBy} />
          <MotivePanel told={told} at={shown} />
        </div>
        <p>
          <button type="button" aria-pressed={panel} onClick={() => setPanel(!panel)}>
            {panel ? 'Close' : 'Open'} the Debug panel
          </button>
        </p>
      </div>
      {panel && <aside className="debug" aria-label="boardgame.io Debug panel" ref={target} />}
    </div>
  )
}

function Heading({ told: { match }, title, link }: { told: Told; title: string; link: string }) {
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
function usePanel(told: Told, open: boolean, at: number) {
  const target = useRef<HTMLElement>(null)
  const client = useRef<PanelClient | null>(null)
  const own = useRef<unknown>(undefined)
  const [hovered, setHovered] = useState<number | null>(null)
  const heard = useCallback(
    (from: PanelClient) => {
      const shown = (from as unknown as { gameStateOverride?: unknown }).gameStateOverride
      const state = from.getState()
      if (shown && shown !== own.current && state) return setHovered(told.actsBefore(state))
      setHovered(null)
      if (!shown && own.current) queueMicrotask(() => from.overrideGameState(own.current))
    },
    [told],
  )
  useEffect(() => {
    if (!open || !target.current) return
    client.current = mountPanel(told.recorded, told.world.env.seats, target.current, heard)
    Object.assign(globalThis, { mettle: { client: client.current, frames: told.recorded.frames } })
    return () => {
      client.current?.stop()
      client.current = null
    }
  }, [told, open, heard])
  useEffect(() => {
    const { G, ctx, plugins } = told.recorded.frames[at]
    own.current = { G, ctx, plugins }
    client.current?.overrideGameState(own.current)
  }, [told, at, open])
  return { hovered, target, reset: () => setHovered(null) }
}
