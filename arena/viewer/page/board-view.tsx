import type { BoardProps } from '../../../envs/board.ts'
import type { Frame } from './recorded.ts'
import type { Replayed } from './replayed.ts'
import { Guarded } from './view.tsx'

/** Through nobody's eyes. */
export const EVERYTHING = 'everything'

/** The env's own board, through whose eyes is asked for; its sentence where it has none. */
export function BoardView({
  replayed,
  at,
  viewer,
  setViewer,
  label = 'Board',
}: {
  replayed: Replayed
  /** Acts that were made. */
  at: number
  viewer: number | null
  /** Where it may be changed. */
  setViewer?: (seat: string) => void
  label?: string
}) {
  const { world, match, recorded } = replayed
  const done = at === 0 ? [] : [recorded.acts[at - 1]].map(({ seat, label }) => ({ seat, label }))
  const props = seenBy(replayed, recorded.frames[at], viewer, done)
  return (
    <section className="board" aria-label={label}>
      <h2 className="unseen">{label}</h2>
      {setViewer && match.seats.length > 1 && (
        <label className="choice">
          <span>seen by</span>
          <select value={viewer ?? EVERYTHING} onChange={({ target }) => setViewer(target.value)}>
            <option value={EVERYTHING}>{EVERYTHING}</option>
            {[...match.seats.entries()].map(([seat, name]) => (
              <option key={seat} value={seat}>
                seat {seat}, {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Guarded key={`${at} ${viewer}`}>
        {world.board ? <world.board {...props} /> : <Sentence replayed={replayed} at={at} />}
      </Guarded>
    </section>
  )
}

function seenBy(
  { world, match }: Replayed,
  { G, ctx, power, scores }: Frame,
  viewer: number | null,
  done: BoardProps['done'],
): BoardProps {
  const { env, game } = world
  const view = viewer === null ? G : (game.playerView?.({ G, ctx, playerID: String(viewer) }) ?? G)
  const own = (values: readonly number[]) =>
    values.map((value, seat) => (viewer === null || seat === viewer ? value : null))
  return {
    G: view,
    ctx,
    params: env.params,
    viewer,
    names: match.seats,
    power: own(power),
    scores: own(scores),
    done,
  }
}

/** A choice replayed in words: what the seat faced, and what it did. */
function Sentence({ replayed, at }: { replayed: Replayed; at: number }) {
  const { acts, frames } = replayed.recorded
  const next = acts[Math.min(at, acts.length - 1)]
  const [made, over] = [at > 0 ? acts[at - 1] : null, at === acts.length]
  if (!next) return <p>Nothing was decided in this match.</p>
  const told_ = over && made ? made : next
  return (
    <div className="sentence">
      <p>{told_.sentence || `Seat ${told_.seat} decides.`}</p>
      {made && (
        <p>
          {replayed.match.seats[made.seat]} chose <strong>{made.label}</strong>.
        </p>
      )}
      {over && (
        <p>
          Payoffs:{' '}
          {frames[at].scores.map((score, seat) => `${replayed.match.seats[seat]} ${score.toFixed(2)}`).join(', ')}
        </p>
      )}
    </div>
  )
}
