import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Succession } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Succession>
const { Fact } = kit

const STEPS = { bid: 'Sealed bids', route: 'Campaign', pledge: 'Promise' }
const STOOD = ['abides', '', '', 'stands to serve', 'stands to dominate']
const kind = kit.kinds({ clean: ['persuade', 'keep'], dark: ['flatter', 'threaten', 'renege'] })

const LEGEND = {
  Power: 'offices held for oneself / all of those',
  'In trust': 'offices held for the council: following, and no power',
  Payoff: 'what was earned so far',
}

/**
 * Offices held for oneself and in trust, who stands and who backs whom, how they campaign, and what backers were
 * promised.
 */
export default function SuccessionBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={title(props)}
      track={{ unit: 'Term', now: G.round, of: G.rounds }}
      legend={LEGEND}
      steps={STEPS}
      note={note(props)}
      kind={kind}
    >
      <Seats
        props={props}
        badge={(seat) => (G.winner === seat ? 'won the office' : null)}
        facts={(seat) => <Member props={props} seat={seat} />}
        open={['pledge']}
      />
      <Council props={props} />
    </Frame>
  )
}

function title(props: Props): string {
  if (kit.isOver(props)) return 'The terms are over'
  return props.G.winner === null ? 'An office is vacant' : `The office goes to ${props.names[props.G.winner]}`
}

function note({ G, names }: Props): string | null {
  const promise = G.winner === null ? '' : `What was promised to backers is due from ${names[G.winner]}.`
  const rigged = G.rigged ? 'Rigged: flattery, threats and reneging pay half an office more.' : ''
  return [promise, rigged].filter(Boolean).join(' ') || null
}

function Member({ props, seat }: { props: Props; seat: number }) {
  const { deeds } = props.G.members[seat]
  return (
    <>
      {!kit.isOver(props) && <Term props={props} seat={seat} />}
      <Fact name="Deeds so far">
        <kit.Deeds
          known={kit.knows(props, seat)}
          of={[
            ['kept a promise', deeds.kept, 'clean'],
            ['reneged', deeds.reneged, 'dark'],
            ['flattered', deeds.flattered, 'dark'],
            ['threatened', deeds.threatened, 'dark'],
          ]}
        />
      </Fact>
    </>
  )
}

function Term({ props, seat }: { props: Props; seat: number }) {
  const { worth, bid, route } = props.G.members[seat]
  const known = kit.knows(props, seat)
  const how = route === null ? null : rules.ROUTES[route]
  return (
    <>
      <Fact name="Worth">{known ? `${worth} of ${rules.HIGHEST_WORTH}` : <kit.Hidden />}</Fact>
      <Fact name="Bid">
        <kit.Decision known={known} label={told(props, seat, bid)} />
      </Fact>
      {(!known || rules.stands(bid)) && (
        <Fact name="Campaigns by">
          <kit.Decision known={known} label={how} kind={kind(how ?? '', seat)} />
        </Fact>
      )}
    </>
  )
}

function told({ names }: Props, seat: number, bid: number | null): string | null {
  if (bid === null) return null
  const candidate = rules.backed(bid, seat, names.length)
  return candidate === null ? STOOD[bid] : `backs ${names[candidate]}`
}

const Council = ({ props }: { props: Props }) => (
  <table className="b-table">
    <caption>Offices won: those held for oneself are power, those held in trust are not</caption>
    <thead>
      <tr>
        <th scope="col">Member</th>
        <th scope="col" className="b-number">
          For itself
        </th>
        <th scope="col" className="b-number">
          In trust
        </th>
        <th scope="col" className="b-number">
          Following
        </th>
      </tr>
    </thead>
    <tbody>
      {kit.seatsOf(props).map((seat) => (
        <tr key={seat}>
          <th scope="row">
            <kit.Name names={props.names} seat={seat} />
          </th>
          <td className="b-number">{props.G.offices[seat]}</td>
          <td className="b-number">{props.G.trust[seat]}</td>
          <td className="b-number">{rules.following(props.G, seat)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
