import type { BoardProps } from 'mettle'

interface Pie {
  readonly rounds: number
  readonly round: number
  readonly won: readonly number[]
  readonly named: readonly (number | null)[]
}

const LABELS = ['modest', 'even', 'greedy']

/** What `mettle watch` shows of a match: both seats, what they have, and what they named, as far as the viewer may know it. */
export default function PieBoard({ G, names, viewer }: BoardProps<Pie>) {
  return (
    <section>
      <h2>
        Round {Math.min(G.round + 1, G.rounds)} of {G.rounds}
      </h2>
      <dl>
        {names.map((name, seat) => (
          <div key={seat}>
            <dt>
              Seat {seat}, {name}
            </dt>
            <dd>
              {G.won[seat]} won; {namedBy(G, seat, viewer)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function namedBy({ named }: Pie, seat: number, viewer: number | null): string {
  const own = named[seat]
  if (own !== null) return `names ${LABELS[own]}`
  return viewer === null || viewer === seat ? 'names nothing yet' : 'what it names is sealed'
}
