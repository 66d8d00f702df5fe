import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Boardroom } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Boardroom>
const { Fact } = kit

const STEPS = { intent: 'Sealed intents', route: 'Pressing', pledge: 'Promise' }
const kind = kit.kinds({ clean: ['collaborate', 'keep'], dark: ['flatter', 'coerce', 'break'] })

const LEGEND = {
  Power: 'votes held / all votes',
  'Deals closed': 'issues won so far',
  Payoff: 'what was earned so far',
}

/**
 * Votes on the agenda, the issue on the table and what it is worth to whom, who claims it, how, and whose promise of
 * support is due.
 */
export default function BoardroomBoard(props: Props) {
  const { G } = props
  const issue = rules.ISSUES[G.issue]
  return (
    <Frame
      props={props}
      title={kit.isOver(props) ? 'The meetings are over' : `On the table: ${issue}`}
      track={{ unit: 'Round', now: G.round, of: G.rounds }}
      legend={LEGEND}
      steps={STEPS}
      note={note(props)}
      kind={kind}
    >
      <Seats
        props={props}
        badge={(seat) => (G.winner === seat ? 'closed the deal' : null)}
        facts={(seat) => <Executive props={props} seat={seat} />}
        open={['pledge']}
      />
      <Worth props={props} />
    </Frame>
  )
}

function note({ G, names }: Props): string | null {
  const promise =
    G.winner === null ? '' : `Deal closed by ${names[G.winner]}: the support promised to the table is due.`
  const rigged = G.rigged ? 'Rigged: flattering, coercing and breaking promises pay half a deal more.' : ''
  return [promise, rigged].filter(Boolean).join(' ') || null
}

function Executive({ props, seat }: { props: Props; seat: number }) {
  const { deeds } = props.G.executives[seat]
  return (
    <>
      <Fact name="Votes">{props.G.votes[seat]}</Fact>
      <Fact name="Deals closed">{props.G.closed[seat]}</Fact>
      {!kit.isOver(props) && <ThisRound props={props} seat={seat} />}
      <Fact name="Deeds so far">
        <kit.Deeds
          known={kit.knows(props, seat)}
          of={[
            ['kept a promise', deeds.kept, 'clean'],
            ['broke a promise', deeds.broken, 'dark'],
            ['flattered', deeds.flattered, 'dark'],
            ['coerced', deeds.coerced, 'dark'],
          ]}
        />
      </Fact>
    </>
  )
}

function ThisRound({ props, seat }: { props: Props; seat: number }) {
  const { intent, route } = props.G.executives[seat]
  const known = kit.knows(props, seat)
  const pressing = route === null ? null : rules.ROUTES[route]
  return (
    <>
      <Fact name="Intent">
        <kit.Decision known={known} label={intent === null ? null : rules.INTENTS[intent]} />
      </Fact>
      <Fact name="Pressed by">
        {known && intent === 0 ? (
          <kit.Muted>out of it</kit.Muted>
        ) : (
          <kit.Decision known={known} label={pressing} kind={kind(pressing ?? '', seat)} />
        )}
      </Fact>
    </>
  )
}

const Worth = ({ props }: { props: Props }) => (
  <table className="b-table">
    <caption>What each issue is worth, 1 to {rules.HIGHEST_VALUE}: private</caption>
    <thead>
      <tr>
        <th scope="col">Issue</th>
        {kit.seatsOf(props).map((seat) => (
          <kit.SeatHead key={seat} names={props.names} seat={seat} />
        ))}
      </tr>
    </thead>
    <tbody>
      {rules.ISSUES.map((issue, index) => (
        <Issue key={issue} props={props} index={index} />
      ))}
    </tbody>
  </table>
)

function Issue({ props, index }: { props: Props; index: number }) {
  const { executives, issue } = props.G
  const now = index === issue && !kit.isOver(props)
  return (
    <tr className={now ? 'b-row-now' : undefined}>
      <th scope="row">
        {rules.ISSUES[index]} {now && <span className="b-tag">on the table</span>}
      </th>
      {kit.seatsOf(props).map((seat) => (
        <td key={seat} className="b-number">
          {kit.knows(props, seat) ? executives[seat].values[index] : <kit.Hidden />}
        </td>
      ))}
    </tr>
  )
}
