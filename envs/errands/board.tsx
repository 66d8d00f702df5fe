import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Errands } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Errands>
const { Fact } = kit

const LEGEND = { Power: 'keys held / all keys', 'dashed room': 'locked', Payoff: `errands done × ${rules.FEE}` }

/**
 * A plan of the house: who is where, which rooms are locked, where each key hangs or who holds it, and whose errand is
 * due where.
 */
export default function ErrandsBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={kit.isOver(props) ? 'The errands are over' : 'A house of errands'}
      track={{ unit: 'Moment', now: G.round, of: G.rounds }}
      legend={LEGEND}
      note={keys(props)}
    >
      <ul className="b-house">
        {rules.ROOMS.map((name, room) => (
          <Room key={name} props={props} room={room} />
        ))}
      </ul>
      <Seats
        props={props}
        paid={(seat) => rules.FEE * G.runners[seat].done}
        facts={(seat) => <RunnerFacts props={props} seat={seat} />}
      />
    </Frame>
  )
}

function keys({ G, names }: Props): string {
  const told = rules.KEYS.map(({ label, hangs }, key) => {
    const holder = G.holders[key]
    return holder === null
      ? `The ${label} hangs in the ${rules.ROOMS[hangs]}.`
      : `The ${label} is with ${names[holder]}.`
  })
  return told.join(' ')
}

function Room({ props, room }: { props: Props; room: number }) {
  const { G, names } = props
  const here = names.flatMap((_, seat) => (G.runners[seat].room === room ? [seat] : []))
  const due = names.flatMap((_, seat) => (kit.knows(props, seat) && G.runners[seat].errand === room ? [seat] : []))
  return (
    <li className={`b-room b-room-${rules.ROOMS[room]}`}>
      <p className="b-room-name">
        <strong>{rules.ROOMS[room]}</strong> {lock(props, room)}
      </p>
      {rules.KEYS.map(
        ({ label, hangs }, key) =>
          hangs === room && (
            <p key={label}>
              {G.holders[key] === null ? (
                <span className="b-tag">{label} hangs here</span>
              ) : (
                <kit.Muted>{label} is out</kit.Muted>
              )}
            </p>
          ),
      )}
      {here.length > 0 && <Runners names={names} seats={here} />}
      {!kit.isOver(props) && due.length > 0 && (
        <p className="b-muted">errand due: {due.map((seat) => names[seat]).join(', ')}</p>
      )}
    </li>
  )
}

function lock({ G, names }: Props, room: number) {
  const key = rules.KEYS.findIndex(({ opens }) => opens === room)
  if (key < 0) return null
  const holder = G.holders[key]
  return <kit.Muted>{holder === null ? 'locked' : `opens to ${names[holder]}`}</kit.Muted>
}

const Runners = ({ names, seats }: { names: readonly string[]; seats: readonly number[] }) => (
  <ul className="b-runners">
    {seats.map((seat) => (
      <li key={seat}>
        <kit.Name names={names} seat={seat} />
      </li>
    ))}
  </ul>
)

function RunnerFacts({ props, seat }: { props: Props; seat: number }) {
  const { room, errand, done, act } = props.G.runners[seat]
  const known = kit.knows(props, seat)
  const held = rules.KEYS.filter((_, key) => props.G.holders[key] === seat).map(({ label }) => label)
  return (
    <>
      <Fact name="Keys held">{held.length === 0 ? <kit.Muted>none</kit.Muted> : held.join(', ')}</Fact>
      <Fact name="Errands done">{done}</Fact>
      <Fact name="Room">{rules.ROOMS[room]}</Fact>
      {!kit.isOver(props) && (
        <>
          <Fact name="Errand">{known ? rules.ROOMS[errand] : <kit.Hidden />}</Fact>
          <Fact name="Next">
            <kit.Decision known={known} label={act === null ? null : rules.ACTS[act]} />
          </Fact>
        </>
      )}
    </>
  )
}
