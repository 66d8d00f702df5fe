import type { Put } from '../../agents/define.ts'
import { TRAITS, type Trait } from '../../agents/traits.ts'
import type { Read } from './reply.ts'
import type { View } from './view.ts'

/** One message of a chat, as every chat-completions endpoint takes it. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

const ANSWER =
  'Answer with one JSON object on the last line, as {"action": "<label>"}, where the label is one of these.'

/** How a question is worded, with its options as a list or under letters; the second says the same in other words. */
export const WORDINGS = [
  {
    opening: 'You play a game by these rules.',
    choose: 'You may choose:',
    letters: 'You may choose one of these options:',
  },
  {
    opening: 'Here is what this game is about and how it is played.',
    choose: 'What do you do? The possibilities are:',
    letters: 'What do you do? The possibilities are:',
  },
] as const

/** Who decides, in a sentence. */
export const whoDecides = ({ seat, seats }: Pick<View, 'seat' | 'seats'>): string =>
  seats > 1 ? `You are player ${seat + 1} of ${seats}.` : 'You decide alone.'

/**
 * What a model is told: who it is, the rules, where it stands, and what it may do.
 * @param persona in words; empty for none @param words which wording
 */
export function messagesOf(view: View, persona: string, words: Put['words'] = 0): Message[] {
  const { rules, prompt, legal } = view
  const { opening, choose } = WORDINGS[words]
  const options = legal.map(({ label }) => `- ${label}`).join('\n')
  return [
    { role: 'system', content: [persona, opening, rules].filter(Boolean).join('\n\n') },
    { role: 'user', content: `${whoDecides(view)} ${prompt}\n\n${choose}\n${options}\n\n${ANSWER}` },
  ]
}

/** How much of a reply that holds no move is shown back. */
const SHOWN = 500

/** The second and last attempt: what was wrong with the first. */
export function againOf(messages: readonly Message[], reply: string, read: Extract<Read, { action: null }>): Message[] {
  const wrong: Readonly<Record<typeof read.failure, string>> = {
    ILLEGAL: `"${read.named}" is none of the labels.`,
    UNPARSABLE: `No JSON object with the key "action" was found in your reply, which ended: ${reply.slice(-SHOWN)}`,
    TRUNCATED: 'Your reply was cut off. Answer now, without thinking aloud.',
    EMPTY: 'Your reply was empty.',
  }
  return [...messages, { role: 'user', content: `${wrong[read.failure]} ${ANSWER}` }]
}

/** Each trait at its upper and at its lower end, as said of oneself. */
const SAID: Readonly<Record<Trait, readonly [high: string, low: string]>> = {
  PWR: ['want to be the one who is in control of others', 'have no wish to be in control of others'],
  LEAD: ['like to take on the work of leading so that all are better off', 'leave leading to others'],
  MAN: ['are ready to deceive and to pressure people to get what you want', 'never deceive or pressure people'],
  ENT: ['feel that you deserve more than others', 'feel that you deserve no more than others'],
  CAL: ['do not mind what others lose', 'mind very much what others lose'],
  SPI: ['would pay to see others lose', 'would never harm anybody at your own cost'],
  HON: ['tell the truth and keep your promises', 'lie and break promises when that suits you'],
  CARE: ['care for what others get as for what you get', 'care for nobody but yourself'],
}

/** A persona in words, trait by trait; beyond 1 SD it is said more strongly. @param traits in SD; 0 says nothing */
export function personaWords(traits: Readonly<Partial<Record<Trait, number>>>): string {
  const said = TRAITS.flatMap((trait) => {
    const level = traits[trait] ?? 0
    if (level === 0) return []
    const words = SAID[trait][level > 0 ? 0 : 1]
    return [Math.abs(level) > 1 ? `above all, you ${words}` : `you ${words}`]
  })
  if (said.length === 0) return ''
  const text = said.join('; ')
  return `This is who you are: ${text}.`
}
