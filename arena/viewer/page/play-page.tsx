import { useMemo, useState } from 'react'
import type { Playable } from '../data.ts'
import type { Seat } from '../seat.ts'
import { Choice } from './choice.tsx'
import { type Modules, worldOf } from './modules.ts'
import { linkTo, settle } from './route.ts'
import { Rules } from './rules-view.tsx'
import { EXPORTED, fetched, posted, useFetched } from './run-data.ts'
import { Guarded, Problem, type ViewProps } from './view.tsx'

/** A person takes a seat; the match lives on the server, which tells this seat what it may see and no more. */
export function PlayPage(props: ViewProps) {
  if (!EXPORTED) return <Playing {...props} />
  return (
    <Problem text="Nobody to play against here: an exported page has no server behind it. Run npx mettle watch on the run." />
  )
}

function Playing({ modules, query, refresh }: ViewProps) {
  const [id, setId] = useState(query.get('id'))
  const { value: playable, error } = useFetched<readonly Playable[]>('play', () => fetched('data/play.json'))
  const sit = (opened: string) => {
    setId(opened)
    settle({ id: opened })
  }
  const leave = () => {
    setId(null)
    settle({ id: null })
  }
  if (error) return <Problem text={error} />
  if (!playable) return <p className="quiet">Setting the table …</p>
  if (playable.length === 0) return <Problem text="Nothing to play yet: no trial has kept a match so far." />
  return id ? (
    <AtTable key={id} id={id} modules={modules} refresh={refresh} leave={leave} />
  ) : (
    <SetUp playable={playable} sit={sit} />
  )
}

function SetUp({ playable, sit }: { playable: readonly Playable[]; sit: (id: string) => void }) {
  const [env, setEnv] = useState(playable[0].env)
  const table = playable.find((each) => each.env === env) ?? playable[0]
  const [seat, setSeat] = useState(0)
  const [agents, setAgents] = useState<readonly string[]>(Array(16).fill(playable[0].agents[0]))
  const [problem, setProblem] = useState<string | null>(null)
  const seats = [...Array(table.seats).keys()]
  const choose = (next: string) => {
    setEnv(next)
    setSeat(0)
  }
  const start = () =>
    posted<{ id: string }>('play', { env, seat, agents: agents.slice(0, table.seats) }).then(
      ({ id }) => sit(id),
      (error) => setProblem(error.message),
    )
  return (
    <>
      <h1>Take a seat</h1>
      <form
        className="setup"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <Choice label="env" value={env} options={playable.map((each) => each.env)} onChange={choose} />
        <Choice
          label="your seat"
          value={String(seat)}
          options={seats.map(String)}
          onChange={(next) => setSeat(Number(next))}
        />
        {seats
          .filter((each) => each !== seat)
          .map((each) => (
            <Choice
              key={each}
              label={`seat ${each}`}
              value={agents[each]}
              options={table.agents}
              onChange={(name) => setAgents(agents.with(each, name))}
            />
          ))}
        <button type="submit">Start</button>
      </form>
      {problem && <Problem text={problem} />}
    </>
  )
}

function AtTable({
  id,
  modules,
  refresh,
  leave,
}: {
  id: string
  modules: Modules
  refresh: () => void
  leave: () => void
}) {
  const first = useFetched<{ view: Seat }>(id, () => fetched(`data/play/${id}.json`))
  const [acted, setActed] = useState<Seat | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const view = acted ?? first.value?.view
  const [waiting, setWaiting] = useState(false)
  const act = (action: number) => {
    setWaiting(true)
    posted<{ view: Seat }>(`play/${id}`, { action, after: view?.decided })
      .then(
        (next) => {
          setActed(next.view)
          if (next.view.over) refresh()
          setProblem(null)
        },
        (error) => setProblem(error.message),
      )
      .finally(() => setWaiting(false))
  }
  if (first.error) return <Problem text={first.error} />
  if (!view) return <p className="quiet">Dealing …</p>
  return (
    <>
      <h1>{view.env}</h1>
      <p aria-live="polite">
        {view.over ? `The match is over: you got ${view.scores[view.seat]?.toFixed(2)}.` : view.sentence}
      </p>
      <div className="moves">
        {view.legal.map(({ action, label }) => (
          <button type="button" key={action} disabled={waiting} onClick={() => act(action)}>
            {label}
          </button>
        ))}
      </div>
      {problem && <Problem text={problem} />}
      <SeatBoard view={view} modules={modules} />
      <PlayedRules view={view} modules={modules} />
      {view.over && <Kept view={view} leave={leave} />}
    </>
  )
}

function PlayedRules({ view: { env, params }, modules }: { view: Seat; modules: Modules }) {
  const text = JSON.stringify(params)
  const made = useMemo(
    () => worldOf(modules, { env, params: JSON.parse(text), transforms: [] }).env,
    [modules, env, text],
  )
  return <Rules env={made} />
}

function SeatBoard({ view, modules }: { view: Seat; modules: Modules }) {
  const Board = modules.envs[view.env]?.board
  const viewer = view.over ? null : view.seat
  if (!Board) return null
  return (
    <section className="board" aria-label="Board">
      <h2 className="unseen">Board</h2>
      <Guarded key={view.done.length}>
        <Board {...view} viewer={viewer} done={view.done.slice(-1)} />
      </Guarded>
    </section>
  )
}

function Kept({ view, leave }: { view: Seat; leave: () => void }) {
  return (
    <p>
      Kept as <code>played/{view.kept}</code>, a match like any other:{' '}
      <a href={linkTo('match', { job: view.kept ?? '', n: 0 })}>watch it</a>.{' '}
      <button type="button" onClick={leave}>
        Another
      </button>
    </p>
  )
}
