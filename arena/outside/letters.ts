import type { Put, Weighed, WeighPrompt } from '../../agents/define.ts'
import type { View } from './view.ts'

/** @param mass of each option, as far as it is known; what is left went elsewhere */
export function normalised(mass: readonly number[]): Weighed {
  const sum = mass.reduce((total, x) => total + x, 0)
  const even = mass.map(() => 1 / mass.length)
  return { probabilities: sum > 0 ? mass.map((x) => x / sum) : even, none: Math.max(0, 1 - sum) }
}

/** How a question with letters is worded; the second says the same in other words. */
const WORDINGS = [
  { opening: 'You play a game by these rules.', choose: 'You may choose one of these options:' },
  {
    opening: 'Here is what this game is about and how it is played.',
    choose: 'What do you do? The possibilities are:',
  },
] as const

/** A turn as a question whose options stand under letters, in the order of the view. */
export function letteredOf({ rules, prompt, seat, seats, legal }: View, words: Put['words'] = 0): WeighPrompt {
  const { opening, choose } = WORDINGS[words]
  const letters = legal.map((_, i) => String.fromCharCode(65 + i))
  const who = seats > 1 ? `You are player ${seat + 1} of ${seats}.` : 'You decide alone.'
  const options = legal.map(({ label }, i) => `${letters[i]}. ${label}`).join('\n')
  return { rules: `${opening}\n\n${rules}`, question: `${who} ${prompt}\n\n${choose}\n${options}`, letters }
}
