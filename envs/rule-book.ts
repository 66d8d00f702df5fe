/** The rules of an env as players read them. Whoever reads only these, the position and the labels of legal actions can play. */
export interface RuleBook {
  /** What is scored. */
  readonly aim: string
  /** Who plays, and the course of a round. */
  readonly play: string
  /** What each action does, in the order of the action table; N in a label stands for a number. */
  readonly actions: Readonly<Record<string, string>>
  /** What each player knows and what stays hidden. */
  readonly known: string
  /** When the match is over. */
  readonly end: string
}

/** What each paragraph opens with. */
export const SUBJECTS = ['Aim', 'Play', 'Actions', 'What you know', 'End'] as const

/** Plain text: paragraphs between empty lines, each opened by its subject; an action a line, opened by `- ` and its label. */
export function ruleBook({ aim, play, actions, known, end }: RuleBook): string {
  const lines = Object.entries(actions).map(([label, does]) => `- ${label}: ${does}`)
  const told = [aim, play, lines.join('\n'), known, end]
  return SUBJECTS.map((subject, i) => `${subject}.${subject === 'Actions' ? '\n' : ' '}${told[i]}`).join('\n\n')
}

interface Premiums {
  /** Extra pay in every match, as a share of the prize. */
  readonly delta: number
  /** Share of matches that are rigged. */
  readonly rigged: number
}

/** Deeds that pay on top of a prize: which, to whom, and of what. */
interface Paying {
  readonly to: string
  readonly deeds: string
  readonly prize: string
}

/**
 * What deeds pay on top of the prize, where params make some of them pay more than others.
 * @param premium extra pay in a rigged match, as a share of the prize
 */
export function onTop({ delta, rigged }: Premiums, premium: number, { to, deeds, prize }: Paying): string {
  const paying = (share: number) =>
    `${deeds} each pay ${share > 0 ? `${percent(share)} of ${prize}` : 'nothing'} on top to ${to}`
  if (rigged === 0) return `${capital(paying(delta))}.`
  const chance = `In a rigged match, which ${percent(rigged)} of matches are by chance, ${paying(Math.max(delta, premium))}.`
  const told = 'Everybody is told whether the match is rigged.'
  return rigged === 1 ? `${chance} ${told}` : `${chance} In any other match ${paying(delta)}. ${told}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`

/** A count with its noun. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** The names as a list in a sentence. */
export const listed = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' and $1')
