import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import { Ring } from './ring.tsx'
import type { Standoff } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Standoff>
const { Fact } = kit

const STEPS = { order: 'Sealed orders', route: 'Meeting the threats', pledge: 'Promises' }
const FRONTS = ['near', 'far'] as const
const kind = kit.kinds({ clean: ['diplomacy', 'keep'], dark: ['commando', 'strike', 'betray'] })

const LEGEND = {
  Power: 'influence held / all influence',
  Capacity: 'multiplies the strength of an answer',
  'near, far': 'the two threats of this season',
  Payoff: 'what was earned so far',
}

/**
 * The ring of regions and who has influence where, the two threats, sealed orders and ways of meeting them, promises
 * kept and betrayed.
 */
export default function StandoffBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={kit.isOver(props) ? 'The seasons are over' : threatened(props)}
      track={{ unit: 'Season', now: G.round, of: G.rounds }}
      legend={LEGEND}
      steps={STEPS}
      note={note(props)}
      kind={kind}
    >
      <Seats
        props={props}
        badge={(seat) => (G.victors.includes(seat) ? 'met the threat' : null)}
        facts={(seat) => <State props={props} seat={seat} />}
        open={['pledge']}
      />
      <div className="b-pair">
        <Ring props={props} places={places(props)} />
        <Influence props={props} />
      </div>
    </Frame>
  )
}

/** What each region is called, by its index: a home by the number of its seat, since players may share a name. */
const places = ({ G }: Props) => [...G.influence.keys()].map((region) => rules.placeOf(G, region))

function threatened(props: Props): string {
  const [near, far] = props.G.threats.map((region) => places(props)[region])
  return `Under threat: ${near} (near) and ${far} (far)`
}

function note({ G, names }: Props): string | null {
  const met = rules.victorsOf(G).map((seat) => names[seat])
  const promises =
    met.length === 0 ? '' : `Met by ${met.join(' and ')}: the share in the peace promised to allies is due.`
  const rigged = G.rigged ? 'Rigged: commandos, strikes and betrayals pay half a stake more.' : ''
  return [promises, rigged].filter(Boolean).join(' ') || null
}

function State({ props, seat }: { props: Props; seat: number }) {
  const { deeds } = props.G.states[seat]
  return (
    <>
      <Fact name="Capacity">{props.G.capacity[seat]}</Fact>
      {!kit.isOver(props) && <Season props={props} seat={seat} />}
      <Fact name="Deeds so far">
        <kit.Deeds
          known={kit.knows(props, seat)}
          of={[
            ['kept a promise', deeds.kept, 'clean'],
            ['betrayed allies', deeds.betrayed, 'dark'],
            ['commando', deeds.commandos, 'dark'],
            ['strike', deeds.strikes, 'dark'],
          ]}
        />
      </Fact>
    </>
  )
}

function Season({ props, seat }: { props: Props; seat: number }) {
  const { stakes, order, route, pledge } = props.G.states[seat]
  const known = kit.knows(props, seat)
  const [how, kept] = [route === null ? null : rules.ROUTES[route], pledge === null ? null : rules.PLEDGES[pledge]]
  return (
    <>
      <Fact name="At stake">
        {known ? `near ${stakes[0]}, far ${stakes[1]} of ${rules.HIGHEST_STAKE}` : <kit.Hidden />}
      </Fact>
      <Fact name="Order">
        <kit.Decision known={known} label={order === null ? null : rules.ORDERS[order]} />
      </Fact>
      {order !== 0 && (
        <Fact name="Met by">
          <kit.Decision known={known} label={how} kind={kind(how ?? '', seat)} />
        </Fact>
      )}
      {props.G.victors.includes(seat) && (
        <Fact name="Promise">
          <kit.Decision known={known} label={kept} kind={kind(kept ?? '', seat)} />
        </Fact>
      )}
    </>
  )
}

const Influence = ({ props }: { props: Props }) => (
  <table className="b-table">
    <caption>Influence of each seat by region</caption>
    <thead>
      <tr>
        <th scope="col">Region</th>
        {kit.seatsOf(props).map((seat) => (
          <kit.SeatHead key={seat} names={props.names} seat={seat} />
        ))}
      </tr>
    </thead>
    <tbody>
      {[...props.G.influence.keys()].map((region) => (
        <Region key={region} props={props} place={places(props)[region]} region={region} />
      ))}
    </tbody>
  </table>
)

function Region({ props, place, region }: { props: Props; place: string; region: number }) {
  const front = kit.isOver(props) ? -1 : props.G.threats.indexOf(region)
  const victor = props.G.victors[front] ?? null
  return (
    <tr className={front < 0 ? undefined : 'b-row-now'}>
      <th scope="row">
        {place} {front >= 0 && <span className="b-tag">{FRONTS[front]} threat</span>}
        {victor !== null && <span className="b-tag">met by {props.names[victor]}</span>}
      </th>
      {kit.seatsOf(props).map((seat) => (
        <td key={seat} className="b-number">
          {props.G.influence[region][seat]}
        </td>
      ))}
    </tr>
  )
}
