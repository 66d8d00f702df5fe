import { randomUUID } from 'node:crypto'
import { isAbsolute, join, resolve } from 'node:path'
import { PERSONAS } from '../../agents/personas.ts'
import { TRAITS } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { ArgumentFault } from '../../envs/fault.ts'
import { specialistsOf } from '../entrants/catalog.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { type Reference, references } from '../entrants/reference.ts'
import { resolveAgent } from '../entrants/resolve.ts'
import { PLAYED, type Playable } from './data.ts'
import { HttpError } from './guard.ts'
import { openTable, type Table } from './play.ts'
import type { Seat } from './seat.ts'
import { namesIn, type Watched } from './watched.ts'

/** Matches that people play at once. */
const MOST = 32

/** Everything a person may ask for while playing. */
export interface Tables {
  /** As of now: a run that goes on has more agents by and by. */
  playable(): readonly Playable[]
  open(asked: unknown): Promise<{ id: string; view: Seat }>
  act(id: string, asked: unknown): { view: Seat }
  view(id: string): { view: Seat }
}

/** Who plays any env: personas by name, search, and every network of the run, before and after training. Nobody can name another file. */
function offered(watched: Watched): ReadonlyMap<string, string> {
  const writers = Object.entries(PERSONAS).map(
    ([name, { traits }]) => [name, `writer:${TRAITS.map((t, i) => `${t}=${traits[i]}`).join('+')}`] as const,
  )
  return new Map([...writers, ['random', 'random'], ['mcts', 'mcts:iterations=100'], ...networksIn(watched)])
}

/** In `motive` no weight changes: its trials are played by their foundation. */
function networksIn({ path, run }: Watched): [string, string][] {
  const { jobs, kind } = run()
  if (kind !== 'study') return []
  const untreated = namesIn(join(path, 'jobs'), (name) => name.startsWith('foundation.'))
  const trials = jobs.filter(({ state, regime }) => state === 'finished' && (regime === 'encoder' || regime === 'full'))
  const all = [
    ...untreated.map((folder) => [`untreated, ${foundationTitle(folder)}`, folder]),
    ...trials.map(({ folder, arm, regime, foundation }) => [`${arm}, ${regime}, foundation ${foundation}`, folder]),
  ]
  return all.map(([name, folder]) => [name, resolve(path, 'jobs', folder)])
}

/** `foundation.0-KEY` as "foundation 0", `foundation.ARM.0-KEY` as "foundation 0 of ARM". */
function foundationTitle(folder: string): string {
  const [, arm, foundation] = /^foundation\.(?:(.*)\.)?(\d+)-/.exec(folder) ?? []
  return `foundation ${foundation}${arm === undefined ? '' : ` of ${arm}`}`
}

export function createTables(watched: Watched): Tables {
  const tables = new Map<string, Table>()
  let [agents, worlds] = [offered(watched), worldsOf(watched)]

  const tableOf = (id: string) => tables.get(id) ?? missing()
  return {
    playable() {
      agents = offered(watched)
      worlds = worldsOf(watched)
      return [...worlds].map(([env, { seats }]) => ({ env, seats, agents: [...agents.keys(), ...specialistsOf(env)] }))
    },
    async open(asked) {
      const { env: name, seat, agents: named } = request(asked)
      const env = worlds.get(name) ?? bad(`an env of ${[...worlds.keys()]}`, name)
      if (!Number.isInteger(seat) || seat < 0 || seat >= env.seats)
        bad(`a seat from 0 to ${env.seats - 1}`, String(seat))
      if (named.length !== env.seats) bad(`${env.seats} agents, the person's own ignored`, String(named.length))
      const seated = await Promise.all(named.map((each, s) => entrant(agents, s === seat ? 'random' : each, env)))
      makeRoom(tables)
      const id = randomUUID()
      const folder = join(watched.path, PLAYED)
      const who = named.map((name, s) => ({ ...seated[s].agent, id: s === seat ? 'you' : name }))
      const table = openTable({
        env,
        seat,
        agents: who,
        seed: randomUUID(),
        folder,
        name: `${env.id}-${id.slice(0, 8)}`,
      })
      tables.set(id, table)
      return { id, view: table.view() }
    },
    act(id, asked) {
      const table = tableOf(id)
      const { action, after } = (asked ?? {}) as Record<string, unknown>
      if (!Number.isInteger(action)) bad('an action by its index', typeof action)
      if (after !== table.decided) throw new HttpError(409, 'this seat has decided meanwhile: look again')
      try {
        table.act(action as number)
      } catch (error) {
        if (error instanceof ArgumentFault) bad('an action that is legal now', 'another')
        throw error
      }
      return { view: table.view() }
    },
    view: (id) => ({ view: tableOf(id).view() }),
  }
}

/** The oldest match that is over gives way to a new one; none that somebody still plays does. @throws HttpError 503 */
function makeRoom(tables: Map<string, Table>): void {
  if (tables.size < MOST) return
  const over = [...tables].find(([, table]) => table.view().over)
  if (!over) throw new HttpError(503, `expected fewer than ${MOST} matches that are played at once: finish one first`)
  tables.delete(over[0])
}

function worldsOf(watched: Watched): ReadonlyMap<string, Env> {
  const own = watched.run().jobs.filter(({ arm, problem }) => arm !== PLAYED && problem === undefined)
  const first = new Map(own.toReversed().map(({ folder, env }) => [env, folder]))
  return new Map([...first].map(([id, job]) => [id, envOf(watched, id, job)]))
}

function envOf(watched: Watched, id: string, job: string): Env {
  const { params } = watched.matches(job).head
  return (watched.plugins.envs.get(id) ?? missing()).plugin(params)
}

async function entrant(agents: ReadonlyMap<string, string>, name: string, env: Env): Promise<Entrant> {
  const text = agents.get(name) ?? specialistsOf(env.id).find((id) => id === name) ?? bad('an agent on offer', name)
  if (isAbsolute(text)) await (await import('../../agents/backend.ts')).loadBackend()
  const [found] = await resolveAgent(referenceOf(text))
  const why = found.refuses(env)
  return why ? bad(`an agent that plays ${env.id}`, why) : found
}

/** A path may hold commas, at which a list of agents is parted. */
const referenceOf = (text: string): Reference =>
  isAbsolute(text) ? { text, flag: 'play', id: text, options: {}, path: true } : references('play', [text])[0]

function request(asked: unknown): { env: string; seat: number; agents: readonly string[] } {
  const { env, seat, agents } = (asked ?? {}) as Record<string, unknown>
  const fits =
    typeof env === 'string' &&
    typeof seat === 'number' &&
    Array.isArray(agents) &&
    agents.every((each) => typeof each === 'string')
  return fits ? { env, seat, agents } : bad('env, seat and agents', 'something else')
}

function bad(expected: string, got: string): never {
  throw new HttpError(400, `expected ${expected}, got ${got.slice(0, 200)}`)
}

function missing(): never {
  throw new HttpError(404, 'no such match')
}
