/**
 * The few pieces that boards are made of: pure functions of their props, coloured by custom properties of the page
 * (board.css).
 */
import type { ReactNode } from 'react'
import type { BoardProps } from './board.ts'

export type Kind = 'clean' | 'dark' | 'neutral'
export type Kinds = (label: string, seat: number) => Kind

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
export const percent = (share: number): string => `${Math.round(100 * share)}\u00a0%`

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
    {seat}
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
