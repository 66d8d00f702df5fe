import type { z } from 'zod'
import { saysItself, valueAt } from '../../envs/params.ts'
import { nearest } from './nearest.ts'

export interface Problem {
  /** Dotted path of the key. */
  readonly key: string
  /** "expected …, got …". */
  readonly text: string
  readonly unknown?: boolean
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'an integer',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
}

/** What a zod issue asks for, in the words of a command line. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected
  if (issue.code === 'too_big') return `${KINDS[issue.origin] ?? issue.origin} of at most ${issue.maximum}`
  if (issue.code === 'too_small')
    return `${KINDS[issue.origin] ?? issue.origin} ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`
  return issue.message
}

/**
 * The first issue of a failed parse.
 * @param input what was parsed. @param known the keys that exist, dotted, to suggest from.
 */
export function firstProblem(error: z.ZodError, input: unknown, known: readonly string[]): Problem {
  const issue = error.issues[0]
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') return unknownKey([...path, issue.keys[0]].join('.'), known)
  if (saysItself(issue)) return { key: path.join('.'), text: `e${issue.message.slice(1)}` }
  const got = JSON.stringify(valueAt(input, issue.path)) ?? 'nothing'
  return { key: path.join('.'), text: `expected ${expectation(issue)}, got ${got}` }
}

export function unknownKey(key: string, known: readonly string[]): Problem {
  const last = key.split('.').at(-1) as string
  const near = nearest(key, known) ?? known.find((each) => each.split('.').at(-1) === last) ?? nearLeaf(last, known)
  const hint = near ? `did you mean ${near}?` : `known keys: ${known.join(', ') || 'none'}`
  return { key, text: `expected a known key, got ${key}; ${hint}`, unknown: true }
}

const nearLeaf = (leaf: string, known: readonly string[]): string | undefined => {
  const near = nearest(
    leaf,
    known.map((each) => each.split('.').at(-1) as string),
  )
  return known.find((each) => each.split('.').at(-1) === near)
}

/** Dotted paths of every leaf of a tree of plain objects. */
export function leaves(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? leaves(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  )
}

export const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
