import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Bargaining, Triple } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Bargaining>
const { Fact } = kit

const LEGEND = {
  Payoff: 'worth of what was got, at one’s own values',
  'Best offer': 'the most that the other’s offers would leave this side',
}

/**
 * The pool and what it is worth to each side, every offer with what it keeps and leaves, claims and last words, and the
 * deal.
 */
export default function BargainingBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={title(props)}
      track={{ unit: 'Turn', now: G.offers.length, of: G.turns }}
      legend={LEGEND}
      note={
        G.discount < 1 && !kit.isOver(props)
          ? `Agreeing now pays ${kit.percent(rules.discounted(G))} of the worth.`
          : null
      }
      ending={G.agreed ? 'They have agreed.' : 'No deal: nobody gets anything.'}
      kind={(label, seat) => meant(props, seat, rules.WORDS.indexOf(label as (typeof rules.WORDS)[number]))}
      open={() => true}
    >
      <Seats props={props} even facts={(seat) => <Side props={props} seat={seat} />} open={['speak', 'offer']} />
      <Pool props={props} />
      {G.offers.length > 0 && <Offers props={props} />}
    </Frame>
  )
}

function title(props: Props): string {
  const { offers, agreed } = props.G
  if (kit.isOver(props)) return agreed ? 'A deal' : 'No deal'
  return offers.length === 0 ? 'No offer yet' : `On the table: an offer by ${props.names[(offers.length - 1) % 2]}`
}

/** A last word is a threat; a claim is a lie where the seat values another type more, as far as the viewer may know. */
function meant(props: Props, seat: number, word: number): kit.Kind {
  if (word === rules.LAST_WORD) return 'dark'
  if (word <= 0 || !kit.knows(props, seat)) return 'neutral'
  return lies(props.G, seat, word) ? 'dark' : 'clean'
}

const lies = ({ values }: Bargaining, seat: number, word: number) => values[seat][word - 1] < Math.max(...values[seat])

function Side({ props, seat }: { props: Props; seat: number }) {
  const { G } = props
  const word = G.words[seat]
  return (
    <>
      {G.talk && (
        <Fact name="Said last">
          {word === 0 ? (
            <kit.Muted>nothing</kit.Muted>
          ) : (
            <kit.Chip kind={meant(props, seat, word)}>{said(props, seat, word)}</kit.Chip>
          )}
        </Fact>
      )}
      <Fact name="Best offer">{best(props, seat)}</Fact>
    </>
  )
}

function said(props: Props, seat: number, word: number): string {
  if (word === rules.LAST_WORD) return 'this is its last word'
  const claim = `values ${rules.TYPES[word - 1]} most`
  if (!kit.knows(props, seat)) return claim
  return `${claim}: ${lies(props.G, seat, word) ? 'a lie' : 'true'}`
}

function best(props: Props, seat: number) {
  const { G } = props
  const offered = G.offers.filter((_, index) => index % 2 !== seat).map((kept) => rules.left(G.pool, kept))
  if (offered.length === 0) return <kit.Muted>nothing yet</kit.Muted>
  if (!kit.knows(props, seat)) return <kit.Hidden />
  return `${Math.max(...offered.map((items) => rules.worth(G.values[seat], items)))} of ${rules.WORTH}`
}

const Pool = ({ props }: { props: Props }) => (
  <table className="b-table">
    <caption>To be divided, and what one of each is worth: private</caption>
    <thead>
      <tr>
        <th scope="col">Items</th>
        <th scope="col" className="b-number">
          In the pool
        </th>
        {kit.seatsOf(props).map((seat) => (
          <kit.SeatHead key={seat} names={props.names} seat={seat} />
        ))}
      </tr>
    </thead>
    <tbody>
      {rules.TYPES.map((type, index) => (
        <tr key={type}>
          <th scope="row">{type}</th>
          <td className="b-number">{props.G.pool[index]}</td>
          {kit.seatsOf(props).map((seat) => (
            <td key={seat} className="b-number">
              {kit.knows(props, seat) ? props.G.values[seat][index] : <kit.Hidden />}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Offers = ({ props }: { props: Props }) => (
  <table className="b-table">
    <caption>Offers, the latest first, and their worth to each side</caption>
    <thead>
      <tr>
        <th scope="col">By</th>
        <th scope="col">Keeps</th>
        <th scope="col">Leaves</th>
        {kit.seatsOf(props).map((seat) => (
          <kit.SeatHead key={seat} names={props.names} seat={seat} />
        ))}
      </tr>
    </thead>
    <tbody>
      {props.G.offers
        .map((_, index) => index)
        .reverse()
        .map((index) => (
          <Offer key={index} props={props} index={index} />
        ))}
    </tbody>
  </table>
)

function Offer({ props, index }: { props: Props; index: number }) {
  const { pool, offers, agreed, values } = props.G
  const by = index % 2
  const [kept, left] = [offers[index], rules.left(pool, offers[index])]
  const last = index === offers.length - 1
  return (
    <tr className={last ? 'b-row-now' : undefined}>
      <th scope="row">
        <kit.Disc seat={by} /> <span className="b-sr">{props.names[by]}</span>{' '}
        {last && <span className="b-tag">{agreed ? 'agreed' : 'latest'}</span>}
      </th>
      <td>{listed(kept)}</td>
      <td>{listed(left)}</td>
      {[0, 1].map((seat) => (
        <td key={seat} className="b-number">
          {kit.knows(props, seat) ? rules.worth(values[seat], seat === by ? kept : left) : <kit.Hidden />}
        </td>
      ))}
    </tr>
  )
}

function listed(counts: Triple): string {
  const named = rules.TYPES.flatMap((type, i) =>
    counts[i] > 0 ? [`${counts[i]} ${counts[i] === 1 ? type.slice(0, -1) : type}`] : [],
  )
  return named.length === 0 ? 'nothing' : named.join(', ')
}
