import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'

/** `writer:PWR=2+MAN=1` taken apart, or a path as it is. */
export interface Reference {
  readonly text: string
  /** The flag it came with, for messages. */
  readonly flag: string
  readonly id: string
  readonly options: Readonly<Record<string, number>>
  readonly path: boolean
}

/** Agents of `--agents a,b --agents c`: commas part agents, `+` parts what one agent is given. @throws Refusal */
export function references(flag: string, values: readonly string[]): Reference[] {
  const all = values.flatMap((value) => value.split(',')).map((text) => text.trim())
  const twice = all.find((text, i) => all.indexOf(text) < i)
  if (twice !== undefined) refuse(`${flag} ${twice}`, 'every agent once', 'it again', 'Its row would stand there twice')
  return all.map((text) => parse(flag, text))
}

const isPath = (text: string) => /[\\/]|\.([cm]?[jt]sx?|safetensors)$/.test(text)

function parse(flag: string, text: string): Reference {
  if (isPath(text)) return { text, flag, id: text, options: {}, path: true }
  const [id, rest] = cut(text, ':')
  if (id === '') refuse(flag, 'agents, as random,writer:PWR=2+MAN=1', JSON.stringify(text))
  if (id.includes('='))
    refuse(`${flag} ${text}`, 'an agent', text, 'What one agent is given is joined by +, as writer:PWR=2+MAN=1')
  const pairs = rest === undefined ? [] : rest.split('+').map((pair) => optionOf(flag, text, pair))
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i)
  if (twice) refuse(`${flag} ${text}`, 'every option once', `${twice[0]} again`)
  return { text, flag, id, options: Object.fromEntries(pairs), path: false }
}

function optionOf(flag: string, text: string, pair: string): [string, number] {
  const [key, value] = cut(pair, '=')
  const number = Number(value)
  if (!key || !value || !Number.isFinite(number))
    refuse(`${flag} ${text}`, 'key=number after the colon, joined by +, as writer:PWR=2+MAN=1', JSON.stringify(pair))
  return [key, number]
}

function cut(text: string, at: string): [string, string | undefined] {
  const where = text.indexOf(at)
  return where < 0 ? [text, undefined] : [text.slice(0, where), text.slice(where + 1)]
}

/** The options that an agent knows, each with its range and default; any other is refused. */
export function optionsOf<K extends string>(
  { options, flag, text }: Reference,
  known: Readonly<
    Record<K, { readonly low: number; readonly high: number; readonly or: number; readonly whole?: boolean }>
  >,
): Record<K, number> {
  const keys = Object.keys(known) as K[]
  for (const [key, value] of Object.entries(options)) {
    const range = Object.hasOwn(known, key) ? known[key as K] : undefined
    if (!range) refuse(`${flag} ${text}`, 'a known option', key, suggestion(key, keys))
    const { low, high, whole } = range
    if (value < low || value > high || (whole && !Number.isInteger(value)))
      refuse(`${flag} ${text}: ${key}`, `${whole ? 'an integer' : 'a number'} from ${low} to ${high}`, String(value))
  }
  return Object.fromEntries(keys.map((key) => [key, options[key] ?? known[key].or])) as Record<K, number>
}
