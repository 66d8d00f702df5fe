/** What every board has around its own: seats, progress, the result, what was just done. */
import type { ReactNode } from 'react'
import type { BoardProps } from './board.ts'
import {
  Bar,
  Chip,
  Disc,
  Fact,
  figure,
  Hidden,
  isOver,
  type Kinds,
  knows,
  Measure,
  Name,
  percent,
  seatsOf,
  stageOf,
} from './board-kit.tsx'

/** In stages that are not `open` nobody else may know who still decides: who has claimed, or has not, would show. */
function decides({ ctx, viewer }: BoardProps, seat: number, open: readonly string[]): boolean {
  if (ctx.activePlayers === null) return String(seat) === ctx.currentPlayer
  const stage = ctx.activePlayers[seat]
  return stage !== undefined && (viewer === null || viewer === seat || open.includes(stage))
}

/** How far the match is. What ends a match early ends it in the round that runs, so the count never goes back. */
const Track = ({ unit, now, of, over }: { unit: string; now: number; of: number; over: boolean }) => {
  const told = `${unit} ${Math.min(now + 1, of)} of ${of}${over ? ', over' : ''}`
  return (
    <p className="b-track">
      <span>{told}</span>
      <Bar share={now / of} label={told} />
    </p>
  )
}

/** Stages of a round in order, and the one that runs. */
const Steps = ({ of, now }: { of: Readonly<Record<string, string>>; now: string | null }) => (
  <ol className="b-steps">
    {Object.entries(of).map(([stage, told]) => (
      <li key={stage} aria-current={stage === now ? 'step' : undefined}>
        {told}
      </li>
    ))}
  </ol>
)

interface SeatsProps {
  readonly props: BoardProps
  /** Facts on the card of a seat beyond power and payoff. */
  readonly facts: (seat: number) => ReactNode
  /** What marks a seat out: an office, a deal. */
  readonly badge?: (seat: number) => string | null
  /** Power is equal by the rules, and no meter says more. */
  readonly even?: boolean
  /** Stages in which everybody may know who decides. */
  readonly open?: readonly string[]
  /** Payoff so far, where everybody may know it. */
  readonly paid?: (seat: number) => number
  readonly unit?: string
}

/** A card for every seat: name, who decides now, power, payoff, and what else the board says of it. */
export const Seats = ({ props, facts, badge, even, paid, open = [], unit = 'Payoff' }: SeatsProps) => (
  <ul className={`b-seats b-of-${props.names.length}`}>
    {seatsOf(props).map((seat) => (
      <li key={seat} className={`b-seat b-s${seat}`}>
        <p className="b-name">
          <Name names={props.names} seat={seat} />
          {!isOver(props) && badge?.(seat) && <span className="b-badge">{badge(seat)}</span>}
          {!isOver(props) && decides(props, seat, open) && <span className="b-now">decides now</span>}
        </p>
        <dl className="b-facts">
          {!even && <Fact name="Power">{power(props.names[seat], props.power[seat])}</Fact>}
          <Fact name={unit}>{payoff(paid?.(seat) ?? props.scores[seat] ?? result(props)?.[seat])}</Fact>
          {facts(seat)}
        </dl>
      </li>
    ))}
  </ul>
)

const power = (name: string, share: number | null) =>
  share === null ? <Hidden /> : <Measure share={share} label={`Power of ${name}`} told={percent(share)} />

function payoff(known: number | null | undefined) {
  return known === undefined || known === null ? <Hidden /> : <strong>{figure(known)}</strong>
}

function result({ ctx, scores }: BoardProps): readonly number[] | null {
  const payoffs = ctx.gameover?.payoffs
  if (Array.isArray(payoffs)) return payoffs
  return ctx.gameover && scores.every((score) => score !== null) ? scores : null
}

/** Who came out first, or that some share it. */
function Result({ props, ending }: { props: BoardProps; ending?: string }) {
  const payoffs = result(props)
  const most = Math.max(...(payoffs ?? []))
  const first = props.names.filter((_, seat) => payoffs && figure(payoffs[seat]) === figure(most))
  const told = first.length === 1 ? `First: ${first[0]} with ${figure(most)}.` : drawn(first, most)
  return (
    <p className="b-result">
      <strong>Result</strong> {ending} {payoffs && told}
    </p>
  )
}

const drawn = (first: readonly string[], most: number) => `Draw: ${first.join(' and ')} with ${figure(most)} each.`

interface FrameProps {
  readonly props: BoardProps
  readonly title: string
  readonly track: { readonly unit: string; readonly now: number; readonly of: number }
  readonly steps?: Readonly<Record<string, string>>
  readonly note?: ReactNode
  /** What the board's own marks and words mean, by mark. */
  readonly legend?: Readonly<Record<string, string>>
  /** What there is to say of how it ended. */
  readonly ending?: string
  readonly kind?: Kinds
  /** Deeds that everybody sees; others are for the eyes of who did them. */
  readonly open?: (label: string) => boolean
  readonly children: ReactNode
}

/** What every board has around its own: title, progress, result, what was just done, what the marks mean. */
export function Frame({ props, title, track, steps, note, legend = {}, ending, kind, open, children }: FrameProps) {
  const over = isOver(props)
  return (
    <section className="b-board">
      <header className="b-head">
        <h3>{title}</h3>
        <Track {...track} over={over} />
      </header>
      {over && <Result props={props} ending={ending} />}
      {steps && !over && <Steps of={steps} now={stageOf(props)} />}
      {note && <p className="b-note">{note}</p>}
      {children}
      <Done props={props} kind={kind} open={open} />
      <Foot props={props} kind={kind} legend={legend} />
    </section>
  )
}

function Done({ props, kind, open }: Pick<FrameProps, 'props' | 'kind' | 'open'>) {
  const shown = props.done.filter(({ seat, label }) => knows(props, seat) || open?.(label))
  if (shown.length === 0) return null
  return (
    <div className="b-done">
      <h4>Just now</h4>
      <ul>
        {[...shown.entries()].map(([at, { seat, label }]) => (
          <li key={at}>
            <Name names={props.names} seat={seat} /> <Chip kind={kind?.(label, seat)}>{label}</Chip>
          </li>
        ))}
      </ul>
    </div>
  )
}

const Foot = ({ props, kind, legend = {} }: Pick<FrameProps, 'props' | 'kind' | 'legend'>) => (
  <footer className="b-foot">
    <p>{props.viewer === null ? 'The whole truth; seats see less.' : `What ${props.names[props.viewer]} can see.`}</p>
    <dl className="b-legend" aria-label="What the marks mean">
      <Mark of={<Disc seat={0} />}>a seat, by number and colour</Mark>
      {kind && (
        <>
          <Mark of={<span className="b-chip b-clean">clean</span>}>a deed that counts as clean</Mark>
          <Mark of={<span className="b-chip b-dark">dark</span>}>a deed that counts as dark</Mark>
        </>
      )}
      {props.viewer !== null && <Mark of={<Hidden />}>not for this seat to see</Mark>}
      {Object.entries(legend).map(([mark, meaning]) => (
        <Mark key={mark} of={mark}>
          {meaning}
        </Mark>
      ))}
    </dl>
  </footer>
)

const Mark = ({ of, children }: { of: ReactNode; children: ReactNode }) => (
  <div>
    <dt>{of}</dt>
    <dd>{children}</dd>
  </div>
)
