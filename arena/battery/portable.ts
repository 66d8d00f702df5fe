import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { random } from '../../agents/bots/random.ts'
import { refuse } from '../refusal/errors.ts'
import type { Choice } from './choices.ts'
import { lettered, PLAIN, type Question } from './questions.ts'

/** One item as a model that runs elsewhere is asked it. */
export interface Exported {
  readonly id: string
  readonly rules: string
  readonly question: string
  /** Label of each option, by its letter. */
  readonly options: Readonly<Record<string, string>>
}

const idOf = ({ env, item }: Question): string => `${env.id}-${item}`

/** The battery's questions, to be asked elsewhere; the same seed gives the same letters. */
export const exported = (questions: readonly Question[]): Exported[] =>
  questions.map((question) => {
    const { prompt, actions } = lettersOf(question)
    const label = (action: number) => question.env.actions[action].label
    const options = Object.fromEntries(prompt.letters.map((letter, i) => [letter, label(actions[i])]))
    return { id: idOf(question), rules: prompt.rules, question: prompt.question, options }
  })

const lettersOf = (question: Question) => lettered(question.ask(random, PLAIN, 0))

/** An answer: one letter, or the probability of each. */
const Answer = z.union([
  z.strictObject({ id: z.string(), choice: z.string() }),
  z.strictObject({ id: z.string(), probabilities: z.record(z.string(), z.number().min(0)) }),
])

/**
 * Choices from a file of JSON lines, `{ id, choice }` as often as it was drawn or `{ id, probabilities }`. A choice that is
 * no letter of the item counts as none. @throws Refusal naming line or item
 */
export async function answersIn(file: string, questions: readonly Question[]): Promise<Choice[]> {
  const found = new Map<string, z.output<typeof Answer>[]>(questions.map((question) => [idOf(question), []]))
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1
    if (line.trim() === '') continue
    const answer = answerOf(line)
    const own = answer && found.get(answer.id)
    if (!own)
      refuse(
        `${file}, line ${number}`,
        'an answer to an item of this battery, { "id", "choice" } or { "id", "probabilities" }',
        answer ? `one to ${answer.id}` : line.slice(0, 80),
        'Score with the --envs and --seed of the export',
      )
    own.push(answer)
  }
  return questions.map((question) => choiceOf(question, found.get(idOf(question)) ?? [], file))
}

function answerOf(line: string): z.output<typeof Answer> | undefined {
  try {
    return Answer.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function choiceOf(question: Question, answers: readonly z.output<typeof Answer>[], file: string): Choice {
  if (answers.length === 0) refuse(file, 'an answer to every item', `none to ${idOf(question)}`)
  const { prompt, actions } = lettersOf(question)
  const at = (letter: string) => question.legal.indexOf(actions[prompt.letters.indexOf(letter.trim().toUpperCase())])
  const mass = new Float64Array(question.legal.length)
  let [all, exact] = [0, false]
  for (const answer of answers) {
    exact = 'probabilities' in answer
    const given = 'probabilities' in answer ? Object.entries(answer.probabilities) : [[answer.choice, 1] as const]
    for (const [letter, weight] of given) {
      all += weight
      if (at(letter) >= 0) mass[at(letter)] += weight
    }
  }
  const sum = mass.reduce((total, x) => total + x, 0)
  const policy = mass.map((x) => (sum > 0 ? x / sum : 1 / mass.length))
  return { policy, draws: exact ? 0 : Math.round(sum), none: all > 0 ? 1 - sum / all : 1 }
}
