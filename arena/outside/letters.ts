import type { Put, Weighed, WeighPrompt } from '../../agents/define.ts'
import { WORDINGS, whoDecides } from './prompt.ts'
import type { View } from './view.ts'

/** @param mass of each option, as far as it is known; what is left went elsewhere */
export function normalised(mass: readonly number[]): Weighed {
  const sum = mass.reduce((total, x) => total + x, 0)
  const even = mass.map(() => 1 / mass.length)
  return { probabilities: sum > 0 ? mass.map((x) => x / sum) : even, none: Math.max(0, 1 - sum) }
}

/** A turn as a question whose options stand under letters, in the order of the view. */
export function letteredOf(view: View, words: Put['words'] = 0): WeighPrompt {
  const { rules, prompt, legal } = view
  const { opening, letters: choose } = WORDINGS[words]
  const letters = legal.map((_, i) => String.fromCharCode(65 + i))
  const options = legal.map(({ label }, i) => `${letters[i]}. ${label}`).join('\n')
  return {
    rules: `${opening}\n\n${rules}`,
    question: `${whoDecides(view)} ${prompt}\n\n${choose}\n${options}`,
    letters,
  }
}
