import type { PortAsk } from '../../agents/define.ts'
import { shuffled } from '../../envs/random.ts'
import { legalActions } from '../play/seats.ts'

/** A legal action as an agent outside the process is offered it. */
export interface Option {
  /** Index into the env's action table. */
  readonly index: number
  readonly label: string
}

/** A seat's turn as data: all that the seat may know, and no seed (`bridges.md` §1). */
export interface View {
  readonly env: string
  readonly version: number
  readonly params: Readonly<Record<string, unknown>>
  readonly match: string
  readonly seat: number
  readonly seats: number
  /** Counted from 0. */
  readonly tick: number
  /** The rules as players read them; empty where the env gives none. */
  readonly rules: string
  /** What the seat sees, in words. */
  readonly prompt: string
  /** What the seat sees, as networks do, [observationSize]. */
  readonly observation: readonly number[]
  /** Legal actions, in an order that is drawn anew for every turn. */
  readonly legal: readonly Option[]
  /** 1 for every legal action of the env's table, else 0. */
  readonly mask: readonly number[]
}

/** @param coding replaces every label by a code without meaning, in rules and position too: does it reason or recall? */
export function viewOf({ env, seen, mask, rng, match, tick, put = {} }: PortAsk, coding = false): View {
  const codes = coding || (put.codes ?? false)
  const observation = new Float32Array(env.observationSize)
  env.observe(seen, observation)
  const names = codes ? codesOf(env.actions.map(({ label }) => label)) : undefined
  const coded = (text: string) => names?.text(text) ?? text
  const legal = shuffled(legalActions(mask), rng.fork(`labels ${tick}`))
  return {
    env: codes ? 'game' : env.id,
    version: env.version,
    params: env.params,
    match,
    seat: seen.seat,
    seats: env.seats,
    tick,
    rules: coded(env.rules),
    prompt: [put.context, coded(put.words === 1 ? env.rephrase(seen) : env.describe(seen))].filter(Boolean).join(' '),
    observation: [...observation],
    legal: legal.map((index) => ({ index, label: coded(env.actions[index].label) })),
    mask: [...mask],
  }
}

/** Codes for labels: numbers in them stay, so that "keep 1 0 2" becomes "K 1 0 2" and its like. */
function codesOf(labels: readonly string[]) {
  const names = [...new Set(labels.map(nameIn))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const codes = new Map(names.map((name, i) => [name.toLowerCase(), `act-${letters(i)}`]))
  const any = new RegExp(`(?<![\\p{L}-])(?:${names.map(escaped).join('|')})(?![\\p{L}-])`, 'giu')
  return { text: (text: string) => text.replace(any, (name) => codes.get(name.toLowerCase()) as string) }
}

/** A label without its numbers. */
const nameIn = (label: string): string => label.replace(/\s*\d[\d\s%.]*$/u, '').trim() || label

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const letters = (i: number): string =>
  (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(97 + (i % 26))
