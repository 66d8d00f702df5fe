import { isPath as hasPath, locate } from '../program/locate.ts'
import { refuse } from '../refusal/errors.ts'

/** `writer:PWR=2+MAN=1` or `./mine.ts#bold:until=4` taken apart, or a path as it is. */
export interface Reference {
  readonly text: string
  /** The flag it came with, for messages. */
  readonly flag: string
  readonly id: string
  /** Numbers as numbers, true and false as such, everything else as text. */
  readonly options: Readonly<Record<string, unknown>>
  readonly path: boolean
  /** The export that is meant, where the text names one. */
  readonly name?: string
}

/** Agents of `--agents a,b --agents c`: commas part agents, `+` parts what one agent is given. @throws Refusal */
export function references(flag: string, values: readonly string[]): Reference[] {
  const all = values.flatMap(parted).map((text) => text.trim())
  const twice = all.find((text, i) => all.indexOf(text) < i)
  if (twice !== undefined) refuse(`${flag} ${twice}`, 'every agent once', 'it again', 'Its row would stand there twice')
  return all.map((text) => parse(flag, text))
}

/** At commas that stand in no quotes. */
const parted = (value: string): string[] => value.match(/(?:"[^"]*"|[^,"])+/g) ?? [value]

/** Agents outside the process: `openai:MODEL@URL?temperature=0&PWR=2`, `process:"COMMAND"?timeout=10`. */
const OUTSIDE = /^(openai|anthropic|gguf|process):(?:"([^"]*)"|([^?"]*))(?:\?(.*))?$/s

/** Names under which endpoints take keys in an address. What stands behind one is never shown. */
const SECRET = /(?:^|&)[^=&]*(?:api.?key|access.?token|secret|password|auth)[^=&]*=/i

function outside(flag: string, text: string): Reference | undefined {
  const [, id, quoted, bare, rest] = OUTSIDE.exec(text) ?? []
  if (id === undefined) return undefined
  if (SECRET.test(rest ?? ''))
    refuse(
      `${flag} ${id}`,
      'an agent without a key in it',
      'one with',
      'Put the key into an environment variable, key=NAME',
    )
  const options = { target: quoted ?? bare, ...optionsOf(flag, text, rest, '&') }
  return { text, flag, id, options, path: false }
}

const isPath = (text: string) => hasPath(text) || text.endsWith('.safetensors')

/** A plugin file, or a package with an export, and with what it is given, as far as the text says so. */
const PLUGIN_FILE = /^(.*?\.[cm]?[jt]sx?)(?:#([^:]*))?(?::(.*))?$|^([^#:]+)#([^:]*)(?::(.*))?$/

/** The file that a text names, and the export in it; undefined where it names no plugin file. */
export function fileIn(
  text: string,
): { readonly file: string; readonly name?: string; readonly rest?: string } | undefined {
  const [, file, name, rest, folder, member, given] = PLUGIN_FILE.exec(text) ?? []
  if (folder !== undefined) return { file: folder, name: member, rest: given }
  return file === undefined ? undefined : { file, name, rest }
}

function parse(flag: string, text: string): Reference {
  const elsewhere = outside(flag, text)
  if (elsewhere) return elsewhere
  const found = fileIn(text)
  if (found) {
    const { file, name, rest } = found
    return {
      text,
      flag,
      id: file,
      options: optionsOf(flag, text, rest),
      path: true,
      ...(name !== undefined && { name }),
    }
  }
  const [id, rest] = cut(text, ':')
  if (isPath(id) && rest !== undefined && locate(id) !== undefined)
    return { text, flag, id, options: optionsOf(flag, text, rest), path: true }
  if (isPath(text)) return { text, flag, id: text, options: {}, path: true }
  if (id === '') refuse(flag, 'agents, as random,writer:PWR=2+MAN=1', JSON.stringify(text))
  if (id.includes('='))
    refuse(`${flag} ${text}`, 'an agent', text, 'What one agent is given is joined by +, as writer:PWR=2+MAN=1')
  return { text, flag, id, options: optionsOf(flag, text, rest), path: false }
}

function optionsOf(flag: string, text: string, rest: string | undefined, by = '+'): Record<string, unknown> {
  const pairs = rest === undefined ? [] : rest.split(by).map((pair) => optionOf(flag, text, pair))
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i)
  if (twice) refuse(`${flag} ${text}`, 'every option once', `${twice[0]} again`)
  return Object.fromEntries(pairs)
}

function optionOf(flag: string, text: string, pair: string): [string, unknown] {
  const [key, value] = cut(pair, '=')
  if (!key || !value)
    refuse(`${flag} ${text}`, 'key=value after the colon, joined by +, as writer:PWR=2+MAN=1', JSON.stringify(pair))
  return [key, readValue(value)]
}

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false }

function readValue(text: string): unknown {
  if (Object.hasOwn(WORDS, text)) return WORDS[text]
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

function cut(text: string, at: string): [string, string | undefined] {
  const where = text.indexOf(at)
  return where < 0 ? [text, undefined] : [text.slice(0, where), text.slice(where + 1)]
}
