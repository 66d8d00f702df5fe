import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Worker, Workshop } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Workshop>
const { Fact } = kit

const STEPS = { craft: 'Making', claim: 'Handing in or admitting' }
const kind = kit.kinds({ clean: ['sketch', 'build', 'polish', 'admit'], dark: ['special-case', 'tamper'] })

const LEGEND = {
  Skill: 'makes it likelier that a piece works',
  Passed: 'pieces that the grader passed',
  Payoff: 'pay less costs and fines',
}

/** The grader, rigged or not, and each bench: the piece, how it was made, whether it works, and what was said of it. */
export default function WorkshopBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={kit.isOver(props) ? 'The shop is closed' : 'Pieces for the grader'}
      track={{ unit: 'Round', now: G.round, of: G.rounds }}
      legend={LEGEND}
      steps={STEPS}
      note={grader(G)}
      kind={kind}
    >
      <Seats props={props} even facts={(seat) => <Bench props={props} seat={seat} />} />
    </Frame>
  )
}

const grader = ({ rigged }: Workshop) =>
  rigged
    ? 'Rigged: the grader takes exploits for work, and everybody sees it.'
    : 'The grader passes what works; little else slips through.'

function Bench({ props, seat }: { props: Props; seat: number }) {
  const { G } = props
  const { skill, passed } = G.workers[seat]
  return (
    <>
      <Fact name="Passed">
        {passed} of {G.round} pieces
      </Fact>
      <Fact name="Skill">{kit.knows(props, seat) ? kit.figure(skill) : <kit.Hidden />}</Fact>
      {!kit.isOver(props) && (kit.knows(props, seat) ? <Piece own={G.workers[seat]} seat={seat} /> : <Covered />)}
    </>
  )
}

const Covered = () => (
  <Fact name="Piece">
    <kit.Hidden />
  </Fact>
)

function Piece({ own, seat }: { own: Worker; seat: number }) {
  const made = own.craft === null ? null : rules.CRAFTS[own.craft]
  return (
    <>
      <Fact name="Piece">
        size {own.size} of {rules.SIZES}
      </Fact>
      <Fact name="Made by">
        <kit.Decision known label={made} kind={kind(made ?? '', seat)} />
      </Fact>
      {own.works !== null && <Fact name="Works">{own.works ? 'yes' : 'no'}</Fact>}
      {own.works !== null && (
        <Fact name="Says">
          <kit.Decision known label={said(own)} kind={meant(own)} />
        </Fact>
      )}
    </>
  )
}

function said({ claim, works }: Worker): string | null {
  if (claim === null) return null
  if (claim !== rules.HAND_IN) return 'admits that it is not done'
  return works ? 'hands it in' : 'hands it in as done, though it does not work'
}

function meant({ claim, works }: Worker): kit.Kind {
  if (claim === rules.HAND_IN) return works ? 'neutral' : 'dark'
  return 'clean'
}
