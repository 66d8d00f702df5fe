import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { PuzzleRace } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<PuzzleRace>
const { Fact } = kit

const STEPS = { plan: 'Sealed plans', method: 'Methods', form: 'Handing in' }

const LEGEND = {
  Practice: 'makes puzzles easier: 1, and the weight of each solved one',
  Payoff: 'what was earned so far',
}

/**
 * The puzzle of the round and the method that fits it, each player's practice, and how its own work on the puzzle goes.
 */
export default function PuzzleRaceBoard(props: Props) {
  const { G } = props
  const over = kit.isOver(props)
  return (
    <Frame
      props={props}
      title={over ? 'The race is over' : `The puzzle: a ${rules.TOPICS[G.topic]}`}
      track={{ unit: 'Round', now: G.round, of: G.rounds }}
      legend={LEGEND}
      steps={STEPS}
      note={`${G.level > 1 ? 'A hard' : 'An easy'} book. ${over ? '' : `What fits the ${rules.TOPICS[G.topic]} is to ${rules.METHODS[rules.fitting(G.topic)]}.`} Nobody has power over anybody.`}
    >
      <Seats props={props} even facts={(seat) => <PlayerFacts props={props} seat={seat} />} />
    </Frame>
  )
}

function PlayerFacts({ props, seat }: { props: Props; seat: number }) {
  const { G } = props
  const most = Math.max(...G.practice)
  return (
    <>
      <Fact name="Practice">
        <kit.Measure
          share={G.practice[seat] / most}
          label={`Practice of ${props.names[seat]}`}
          told={String(G.practice[seat])}
        />
      </Fact>
      {!kit.isOver(props) && <Work props={props} seat={seat} />}
    </>
  )
}

function Work({ props, seat }: { props: Props; seat: number }) {
  const { values, plan, method, solved, form } = props.G.players[seat]
  const known = kit.knows(props, seat)
  return (
    <>
      <Fact name="Worth">{known ? `${values[props.G.topic]} of ${rules.HIGHEST_VALUE}` : <kit.Hidden />}</Fact>
      <Fact name="Plan">
        <kit.Decision known={known} label={plan === null ? null : rules.PLANS[plan]} />
      </Fact>
      <Fact name="Method">
        {known && plan === 0 ? (
          <kit.Muted>rests</kit.Muted>
        ) : (
          <kit.Decision known={known} label={worked(props.G, method)} />
        )}
      </Fact>
      {(!known || solved !== null) && (
        <Fact name="Solved">{known ? <Solution solved={solved === true} form={form} /> : <kit.Hidden />}</Fact>
      )}
    </>
  )
}

function worked({ topic }: PuzzleRace, method: number | null): string | null {
  if (method === null) return null
  return `${rules.METHODS[method]}${method === rules.fitting(topic) ? ' (fits)' : ''}`
}

function Solution({ solved, form }: { solved: boolean; form: number | null }) {
  if (!solved) return 'no'
  return form === null ? 'yes' : `yes: ${['submitted bare', 'with notes'][form]}`
}
