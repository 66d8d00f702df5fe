import { ArgumentFault } from './fault.ts'

/** What a member has to be: what `typeof` says of it, or an array. */
export type MemberKind = 'function' | 'string' | 'number' | 'object' | 'array'

/** What every env has to have. */
export const ENV_MEMBERS: Readonly<Record<string, MemberKind>> = {
  ...{ id: 'string', version: 'number', summary: 'string', kind: 'string', params: 'object' },
  ...{ seats: 'function', game: 'function', actions: 'function', legal: 'function', bound: 'function' },
  ...{ observationSize: 'function', observe: 'function', appraise: 'function', score: 'function', power: 'function' },
}

/**
 * Refuses what an author in JavaScript left out, while the plugin is defined and not where it is first missed.
 * @param what the kind of plugin @throws ArgumentFault naming every member that is missing or of another kind
 */
export function requireMembers(what: string, spec: object, members: Readonly<Record<string, MemberKind>>): void {
  const given = spec as Readonly<Record<string, unknown>>
  const wrong = Object.entries(members).filter(([name, kind]) => kindOf(given[name]) !== kind)
  if (wrong.length === 0) return
  const expected = wrong.map(([name, kind]) => `${name} (${kind})`).join(', ')
  const got = wrong.map(([name]) => `${name}: ${given[name] === undefined ? 'nothing' : kindOf(given[name])}`)
  throw new ArgumentFault(`${what} ${given.id ?? 'without an id'}: expected ${expected}, got ${got.join(', ')}`)
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}
