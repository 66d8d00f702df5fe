import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Dilemma } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Dilemma>
const { Fact } = kit

const kind = kit.kinds({ clean: ['cooperate'], dark: ['defect'] })
const DID = ['cooperated', 'defected']

const LEGEND = { Points: 'what the matrix paid so far' }

/** The matrix with the cell of the last round, how often each cooperated, and the sealed choices of the running one. */
export default function DilemmaBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={kit.isOver(props) ? 'The rounds are over' : 'Cooperate or defect, both at once'}
      track={{ unit: 'Round', now: G.round, of: G.rounds }}
      legend={LEGEND}
      kind={kind}
    >
      <Seats
        props={props}
        even
        unit="Points"
        paid={(seat) => G.points[seat]}
        facts={(seat) => <Player props={props} seat={seat} />}
      />
      <Matrix props={props} />
    </Frame>
  )
}

function Player({ props, seat }: { props: Props; seat: number }) {
  const { chosen, last, cooperations, round } = props.G
  const [now, before] = [chosen[seat], last[seat]]
  return (
    <>
      {!kit.isOver(props) && (
        <Fact name="This round">
          <kit.Decision
            known={kit.knows(props, seat)}
            label={now === null ? null : rules.CHOICES[now]}
            kind={kind(rules.CHOICES[now ?? 0], seat)}
          />
        </Fact>
      )}
      <Fact name="Last round">
        {before === null ? (
          <kit.Muted>none yet</kit.Muted>
        ) : (
          <kit.Chip kind={kind(rules.CHOICES[before], seat)}>{DID[before]}</kit.Chip>
        )}
      </Fact>
      <Fact name="Cooperated">
        {cooperations[seat]} of {round} rounds
      </Fact>
    </>
  )
}

const Matrix = ({ props }: { props: Props }) => (
  <table className="b-table b-matrix">
    <caption>
      What a round pays <kit.Name names={props.names} seat={0} />, <kit.Name names={props.names} seat={1} />
    </caption>
    <thead>
      <tr>
        <td />
        {rules.CHOICES.map((choice) => (
          <th key={choice} scope="col">
            <kit.Disc seat={1} /> {choice}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rules.CHOICES.map((choice, row) => (
        <tr key={choice}>
          <th scope="row">
            <kit.Disc seat={0} /> {choice}
          </th>
          {rules.CHOICES.map((other, column) => (
            <Cell key={other} G={props.G} row={row} column={column} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

function Cell({ G, row, column }: { G: Dilemma; row: number; column: number }) {
  const last = G.last[0] === row && G.last[1] === column
  return (
    <td className={last ? 'b-cell-now' : undefined}>
      {kit.figure(rules.payoff(G.payoffs, row, column))}, {kit.figure(rules.payoff(G.payoffs, column, row))}
      {last && ' '}
      {last && <span className="b-tag">last round</span>}
    </td>
  )
}
