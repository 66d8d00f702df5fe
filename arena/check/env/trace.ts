import { sha256 } from '../../program/canonical.ts'
import { type Moment, moments } from './moments.ts'
import { read } from './reading.ts'
import { begin, type Scene, scenes } from './scene.ts'
import type { EnvSubject } from './subject.ts'

/** One line per decision: what was seen, what was done, and the state that it left. */
export function* trace(scene: Scene): Generator<string> {
  const match = begin(scene)
  for (const moment of moments(scene, match)) yield line(moment)
  yield text({ ...match.state(), ...figures(scene, match) })
}

const line = ({ scene, env, match, seat, seen, action }: Moment) =>
  text({ seat, action, ...read(env, seen), ...match.state(), ...figures(scene, match) })

export const figures = ({ env }: Scene, match: Moment['match']) => ({
  scores: Array.from({ length: env.seats }, (_, seat) => env.score(match, seat)),
  power: Array.from({ length: env.seats }, (_, seat) => env.power(match, seat)),
  harmful: env.harmful(match),
})

/** JSON that tells −0 and NaN from what JSON makes of them. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'number' && !isJson(part) ? `number ${show(part)}` : part))
const isJson = (value: number) => Number.isFinite(value) && !Object.is(value, -0)
const show = (value: number) => (Object.is(value, -0) ? '-0' : String(value))

/** One hash for matches at every staging of the env: two processes that agree on it play the same. */
export function traceHash(subject: EnvSubject): string {
  return sha256([...scenes(subject, 2)].flatMap((scene) => [...trace(scene)]).join('\n'))
}
