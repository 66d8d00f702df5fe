import { writeFileSync } from 'node:fs'
import type { z } from 'zod'
import type { EnvPlugin } from '../../envs/define.ts'
import { legalActions } from '../play/seats.ts'
import { firstProblem } from '../refusal/issues.ts'
import { broken, type Check } from './define.ts'
import { type Moment, moments } from './env/moments.ts'
import { begin, type Scene, stage } from './env/scene.ts'
import type { EnvSubject } from './env/subject.ts'
import { FILE, type Playthrough, playthroughOf, type Recipe, recipeOf } from './playthrough-file.ts'

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

export const golden: Check<EnvSubject> = {
  name: 'playthrough',
  claim: `The <id>.${FILE} beside the env, or a ${FILE} that is of it, is what the env plays, where there is one; it is rewritten with --update.`,
  needs: ['repeats'],
  run({ plugin, folder, update }) {
    if (folder === undefined) return `not compared: no folder for a ${FILE}`
    const file = playthroughOf(folder, plugin.spec.id)
    if (!update && file.text === undefined) return `not compared: no ${file.name} yet; write it with --update`
    const played = replayed(plugin, file)
    if (update) return write(file, played)
    expectCurrent(file, played)
  },
}

/** With the params and the seed of its first line. */
function replayed(plugin: EnvPlugin<any, any>, { name, text }: Playthrough): string {
  const recipe = recipeOf(text)
  const parsed = (plugin.spec.params as z.ZodType).safeParse(recipe?.params ?? {})
  if (parsed.success) return playthrough(plugin, recipe)
  const { key, text: problem } = firstProblem(parsed.error, recipe?.params, [])
  return broken(
    `line 1 of ${name} with params that ${plugin.spec.id} takes`,
    `${key}: ${problem}; correct the line or delete the file, then --update`,
  )
}

function write({ path, text }: Playthrough, played: string): string {
  if (played === text) return 'current'
  writeFileSync(path, played)
  return `written: ${path}`
}

function expectCurrent({ name, text = '' }: Playthrough, played: string): void {
  const [old, now] = [text, played].map((each) => each.split('\n'))
  const at = now.findIndex((line, i) => line !== old[i])
  if (at >= 0 || old.length !== now.length)
    broken(
      `line ${at + 1} of ${name}: ${JSON.stringify(old[at] ?? '')}`,
      `${JSON.stringify(now[at] ?? '')}; if meant, --update`,
    )
}
