/** The few pieces that boards are made of: pure functions of their props, coloured by custom properties of the page (board.css). */
import type { ReactNode } from 'react'
import type { BoardProps } from './board.ts'

export type Kind = 'clean' | 'dark' | 'neutral'
type Kinds = (label: string, seat: number) => Kind

/** Tells deeds apart by label. */
export function kinds({ clean = [], dark = [] }: { clean?: readonly string[]; dark?: readonly string[] }): Kinds {
  return (label) => (dark.includes(label) ? 'dark' : clean.includes(label) ? 'clean' : 'neutral')
}

/** Whether the viewer may know what is private to that seat. */
export const knows = ({ viewer }: BoardProps, seat: number): boolean => viewer === null || viewer === seat
export const seatsOf = ({ names }: BoardProps): number[] => [...names.keys()]
export const isOver = ({ ctx }: BoardProps): boolean => ctx.gameover !== undefined && ctx.gameover !== null
/** The stage that somebody is in; null where nobody is. */
export const stageOf = ({ ctx }: BoardProps): string | null => Object.values(ctx.activePlayers ?? {})[0] ?? null
export const figure = (value: number): string => String(Number(value.toFixed(2))).replace('-', '−')
export const percent = (share: number): string => `${Math.round(100 * share)} %`

/** In stages that are not `open` nobody else may know who still decides: who has claimed, or has not, would show. */
function decides({ ctx, viewer }: BoardProps, seat: number, open: readonly string[]): boolean {
  if (ctx.activePlayers === null) return String(seat) === ctx.currentPlayer
  const stage = ctx.activePlayers[seat]
  return stage !== undefined && (viewer === null || viewer === seat || open.includes(stage))
}

const MEANT: Readonly<Record<Kind, string>> = { clean: 'clean deed: ', dark: 'dark deed: ', neutral: '' }

/** A deed. Its kind shows in colour, in shape, and to readers of the screen. */
export const Chip = ({ kind = 'neutral', children }: { kind?: Kind; children: ReactNode }) => (
  <span className={`b-chip b-${kind}`}>
    {kind !== 'neutral' && <span className="b-sr">{MEANT[kind]}</span>}
    {children}
  </span>
)

export const Hidden = () => <span className="b-hidden">hidden</span>
export const Muted = ({ children }: { children: ReactNode }) => <span className="b-muted">{children}</span>

/** A sealed decision: hidden, not taken yet, or the deed. */
export function Decision(own: { known: boolean; label: string | null; kind?: Kind }) {
  if (!own.known) return <Hidden />
  return own.label === null ? <Muted>not yet</Muted> : <Chip kind={own.kind}>{own.label}</Chip>
}

/** What a seat did so far: [deed, how often, kind]; only its own to know. */
export function Deeds({ known, of }: { known: boolean; of: readonly (readonly [string, number, Kind])[] }) {
  if (!known) return <Hidden />
  const done = of.filter(([, times]) => times > 0)
  if (done.length === 0) return <Muted>nothing yet</Muted>
  return done.map(([deed, times, kind]) => (
    <Chip key={deed} kind={kind}>
      {deed} {times}×
    </Chip>
  ))
}

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** A seat's number in its colour. */
export const Disc = ({ seat }: { seat: number }) => (
  <span className={`b-disc b-s${seat}`} aria-hidden="true">
    {seat + 1}
  </span>
)

export const Name = ({ names, seat }: { names: readonly string[]; seat: number }) => (
  <span className="b-who">
    <Disc seat={seat} /> {names[seat]}
  </span>
)

/** A seat at the head of a narrow column. */
export const SeatHead = ({ names, seat }: { names: readonly string[]; seat: number }) => (
  <th scope="col" className="b-number">
    <Disc seat={seat} />
    <span className="b-sr">{names[seat]}</span>
  </th>
)

/** A share of a whole in the colour of its seat, and where a mark stands in it. */
export const Bar = ({ share, label, mark }: { share: number; label: string; mark?: number }) => (
  <svg className="b-bar" role="img" aria-label={label}>
    <rect className="b-bar-share" width={`${100 * share}%`} height="100%" />
    {mark !== undefined && <rect className="b-bar-mark" x={`${100 * mark}%`} width="2" height="100%" />}
  </svg>
)

/** A share and its figure. */
export const Measure = ({ share, label, told }: { share: number; label: string; told: string }) => (
  <span className="b-measure">
    <Bar share={share} label={`${label}: ${told}`} /> {told}
  </span>
)

/** How far the match is. */
export const Track = ({ unit, now, of, over }: { unit: string; now: number; of: number; over: boolean }) => {
  const told = over ? `${unit} ${now} of ${of}, over` : `${unit} ${Math.min(now + 1, of)} of ${of}`
  return (
    <p className="b-track">
      <span>{told}</span>
      <Bar share={now / of} label={told} />
    </p>
  )
}

/** Stages of a round in order, and the one that runs. */
export const Steps = ({ of, now }: { of: Readonly<Record<string, string>>; now: string | null }) => (
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
  /** What there is to say of how it ended. */
  readonly ending?: string
  readonly kind?: Kinds
  /** Deeds that everybody sees; others are for the eyes of who did them. */
  readonly open?: (label: string) => boolean
  readonly children: ReactNode
}

/** What every board has around its own: title, progress, result, what was just done, what the marks mean. */
export function Frame({ props, title, track, steps, note, ending, kind, open, children }: FrameProps) {
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
      <Foot props={props} kind={kind} />
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

const Foot = ({ props, kind }: Pick<FrameProps, 'props' | 'kind'>) => (
  <p className="b-foot">
    {props.viewer === null ? 'The whole truth; seats see less.' : `What ${props.names[props.viewer]} can see.`}
    {kind && (
      <span aria-hidden="true">
        <span className="b-chip b-clean">clean</span> <span className="b-chip b-dark">dark</span>
      </span>
    )}
  </p>
)
