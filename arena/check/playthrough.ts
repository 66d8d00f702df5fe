import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EnvPlugin } from '../../envs/define.ts'
import { legalActions } from '../play/seats.ts'
import { broken, type Check } from './define.ts'
import { type Moment, moments } from './env/moments.ts'
import { begin, type Scene, stage } from './env/scene.ts'
import type { EnvSubject } from './env/subject.ts'

/** What a playthrough is made of, besides the rules: its first line says it. */
export interface Recipe {
  readonly params?: Readonly<Record<string, unknown>>
  readonly seed: string
}

const FIRST_LINE = /^\S+ v\d+ (\{.*\}) seed (\S+)$/

/**
 * A golden game as text: every decision with what the seat is told, may do and does. Of an eval env each item once;
 * of a train env one match with the reserved actions open.
 */
export function playthrough(plugin: EnvPlugin<any, any>, { params, seed }: Recipe = { seed: 'golden' }): string {
  const env = plugin(params)
  const head = `${env.id} v${env.version} ${JSON.stringify(env.params)} seed ${seed}`
  if (env.items === 0) return lines([head, ...play(stage({ plugin }, { params, seed, open: env.kind === 'train' }))])
  const games = Array.from({ length: env.items }, (_, item) => [
    `item ${item}`,
    ...play(stage({ plugin }, { params, seed: `${seed}/${item}`, setupData: { item } })),
  ])
  return lines([head, ...games.flat()])
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`

function play(scene: Scene): string[] {
  const match = begin(scene)
  const out: string[] = []
  for (const moment of moments(scene, match, scene.env.bound)) out.push(...decision(moment))
  return [...out, `ended: ${standing(scene, match)}`]
}

function decision({ scene, env, match, seat, seen, mask, action }: Moment): string[] {
  const labels = legalActions(mask).map((each) => env.actions[each].label)
  return [
    `seat ${seat} ${seen.stage ?? seen.phase ?? 'turn'}: ${env.describe(seen)}`,
    `  legal ${labels.join(', ')}; chose ${env.actions[action].label}; ${standing(scene, match)}`,
  ]
}

function standing({ env }: Scene, match: Moment['match']): string {
  const seats = Array.from({ length: env.seats }, (_, seat) => seat)
  const row = (read: typeof env.score) => seats.map((seat) => read(match, seat).toFixed(3)).join(' ')
  return `scores ${row(env.score)}; power ${row(env.power)}`
}

export const FILE = 'playthrough.txt'

export const golden: Check<EnvSubject> = {
  name: 'playthrough',
  claim: `The ${FILE} beside the env, where there is one, is what the env plays; it is rewritten with --update.`,
  needs: ['repeats'],
  run({ plugin, folder, update }) {
    if (folder === undefined) return `not compared: no folder for a ${FILE}`
    const path = join(folder, FILE)
    const kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined
    if (update) return write(path, playthrough(plugin, recipeOf(kept)), kept)
    if (kept === undefined) return `not compared: no ${FILE} yet; write it with --update`
    expectCurrent(kept, playthrough(plugin, recipeOf(kept)))
  },
}

function recipeOf(text: string | undefined): Recipe | undefined {
  const [, params, seed] = FIRST_LINE.exec(text?.split('\n')[0] ?? '') ?? []
  return seed === undefined ? undefined : { params: JSON.parse(params), seed }
}

function write(path: string, text: string, kept: string | undefined): string {
  if (text !== kept) writeFileSync(path, text)
  return text === kept ? 'current' : `written: ${path}`
}

function expectCurrent(kept: string, played: string): void {
  const [old, now] = [kept, played].map((text) => text.split('\n'))
  const at = now.findIndex((line, i) => line !== old[i])
  if (at >= 0 || old.length !== now.length)
    broken(
      `line ${at + 1} of ${FILE}: ${JSON.stringify(old[at] ?? '')}`,
      `${JSON.stringify(now[at] ?? '')}; if meant, --update`,
    )
}
