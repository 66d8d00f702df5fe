import type { EnvPlugin } from '../../envs/define.ts'
import type { Arm } from './arm.ts'

type Plugin = EnvPlugin<any, any>
type Arms = Readonly<Record<string, Arm>>

interface Place {
  readonly where: string
  readonly plugin: Plugin
}

/** Envs of one id that are not one env, and eval envs named twice: records and tables know an env by its id alone. */
export function idProblems(env: Plugin, evals: readonly Plugin[], arms: Arms, unseen: readonly Plugin[]): string[] {
  const places = placesOf(env, evals, arms, unseen)
  return places.flatMap((place, i) => {
    const first = places.slice(0, i).find(({ plugin }) => plugin.spec.id === place.plugin.spec.id)
    return first && clash(first, place) ? [clashing(first, place)] : []
  })
}

const placesOf = (env: Plugin, evals: readonly Plugin[], arms: Arms, unseen: readonly Plugin[]): Place[] => [
  { where: 'env', plugin: env },
  ...Object.entries(arms).flatMap(([name, { train }]) =>
    train ? [{ where: `arm ${name}: train`, plugin: train }] : [],
  ),
  ...evals.map((plugin, i) => ({ where: `evals[${i}]`, plugin })),
  ...unseen.map((plugin, i) => ({ where: `unseen[${i}]`, plugin })),
]

/** Arms may share a train env; a list names each env once. */
const clash = (a: Place, b: Place) => a.plugin !== b.plugin || b.where.endsWith(']')

const clashing = (a: Place, b: Place) =>
  a.plugin === b.plugin
    ? `${b.where}: expected every env once, got ${b.plugin.spec.id} again after ${a.where}`
    : `${b.where}: expected one env an id, got ${nameOf(b)} beside ${nameOf(a)} in ${a.where}. Rename one, or import both from one file`

const nameOf = ({ plugin: { spec } }: Place) => `${spec.id} v${spec.version} (${spec.summary})`
