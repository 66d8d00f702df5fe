import { createStepper } from '../../arena/engine/stepper.ts'
import { ENVS } from '../../envs/catalog.ts'
import type { Aftermath, Appraisal, Env, Seen } from '../../envs/define.ts'

/** Every eval env of the catalogue. */
export const EVALS: readonly Env[] = ENVS.map((plugin) => plugin()).filter(({ kind }) => kind === 'eval')

interface Option {
  readonly label: string
  readonly appraisal: Appraisal
  readonly aftermath?: Aftermath
  readonly payoffs: readonly number[]
  readonly power: readonly number[]
}

/** One item of a choice env, as the chooser meets it and with what each option leads to. */
export interface Situation {
  readonly text: string
  /** The same in other words. */
  readonly rephrased: string
  readonly observation: readonly number[]
  readonly options: readonly Option[]
}

export const start = (env: Env, item: number) =>
  createStepper(env.game).start({ seed: `item ${item}`, numPlayers: env.seats, setupData: { item } })

export function situationsOf(env: Env): Situation[] {
  return Array.from({ length: env.items }, (_, item) => {
    const seen: Seen<any> = { G: start(env, item).view('0'), seat: 0, phase: null, stage: 'choose', turn: 1 }
    const observation = new Float32Array(env.observationSize)
    env.observe(seen, observation)
    const mask = new Uint8Array(env.actions.length)
    env.legal(seen, mask)
    const options = env.actions.filter((_action, a) => mask[a] === 1).map((action) => option(env, item, seen, action))
    return { text: env.describe(seen), rephrased: env.rephrase(seen), observation: [...observation], options }
  })
}

function option(env: Env, item: number, seen: Seen<any>, action: Env['actions'][number]): Option {
  const match = start(env, item)
  if (!match.act('0', action.move, action.args))
    throw new Error(`${env.id}: ${action.label} was refused in item ${item}`)
  const seats = Array.from({ length: env.seats }, (_, seat) => seat)
  return {
    label: action.label,
    appraisal: env.appraise(seen, action),
    aftermath: env.aftermath?.(seen, action),
    payoffs: seats.map((seat) => env.score(match, seat)),
    power: seats.map((seat) => env.power(match, seat)),
  }
}

/** The first situation whose text has all these words, with its options by label. */
export function situation(env: Env, ...words: readonly string[]): Readonly<Record<string, Option>> {
  const found = situationsOf(env).find(({ text }) => words.every((word) => text.includes(word)))
  if (!found) throw new Error(`${env.id} has no situation that says ${words.join(' … ')}`)
  return Object.fromEntries(found.options.map((each) => [each.label, each]))
}
