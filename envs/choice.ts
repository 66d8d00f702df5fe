import type { Game } from 'boardgame.io'
import { z } from 'zod'
import { INVALID_MOVE } from '#bgio/core'
import { type Aftermath, type Appraisal, COMMON, type EnvPlugin, type Seen } from './define.ts'
import { isIndex } from './is-index.ts'
import { defineEnv } from './make-env.ts'
import { type RuleBook, ruleBook } from './rule-book.ts'

/** One parameterised situation and the one choice made in it. */
export interface Choice {
  /** Index of the situation among the items. */
  readonly item: number
  /** Index of the option taken; null before the choice. */
  chosen: number | null
}

/** What an author writes of an eval env of single choices; the rest of `EnvSpec` follows from it. */
export interface ChoiceSpec<Item> {
  /** `id`, `version` and `summary` as in `EnvSpec`. */
  readonly id: string
  readonly version: number
  readonly summary: string
  /** The situations; each is an item of the battery. */
  readonly items: readonly Item[]
  /** Labels of the options, the same for every item. */
  readonly options: readonly string[]
  /** Number of seats: the chooser, seat 0, and those whom the choice concerns; 2 where left out. */
  readonly seats?: number
  /** What the network sees of an item beside the common features, each about −1 … 1; equally many for every item. */
  features(item: Item): readonly number[]
  /** Whether an option is open in an item; every option is where this is left out. */
  allows?(item: Item, option: number): boolean
  /** Payoff of each seat, the chooser's first, [seats]. */
  outcome(item: Item, option: number): readonly number[]
  /** Consequences of an option, from the chooser's view. */
  appraise(item: Item, option: number): Appraisal
  /** The situation in words. */
  describe(item: Item): string
  /** The same in other words, number for number; the battery asks both. Left out, the words are the same. */
  rephrase?(item: Item): string
  /** The rules as the chooser reads them; what it knows and how it ends follow from there being one choice. */
  readonly rules?: Pick<RuleBook, 'aim' | 'play' | 'actions'>
  /** Share of control that the chooser is left with, 0 … 1; .5 where this is left out. */
  power?(item: Item, option: number): number
  /** False where an option carries control, so that the dark index leaves the env out. */
  readonly powerFree: boolean
  /** What an option leaves behind, in scenarios that score it. */
  aftermath?(item: Item, option: number): Aftermath
}

/**
 * Defines an eval env in which one seat decides once. `setupData: { item }` selects the situation, else chance does.
 */
export function defineChoice<Item>(spec: ChoiceSpec<Item>): EnvPlugin<z.ZodType, Choice> {
  const itemOf = (G: Choice) => spec.items[G.item]
  const { seats = 2, aftermath, rephrase } = spec
  const allows = (item: Item, option: number) => spec.allows?.(item, option) ?? true
  const size = COMMON + spec.features(spec.items[0]).length
  const choose = ({ G }: { G: Choice }, option: unknown) => {
    if (!isIndex(option, spec.options.length) || G.chosen !== null || !allows(itemOf(G), option)) return INVALID_MOVE
    G.chosen = option
  }
  // 0 for −0, which does not survive JSON.
  const payoffs = (item: Item, option: number) => spec.outcome(item, option).map((payoff) => payoff + 0)
  return defineEnv({
    id: spec.id,
    version: spec.version,
    summary: spec.summary,
    kind: 'eval',
    contest: 'mixed',
    params: z.strictObject({}),
    seats: () => seats,
    parity: 'none',
    game: (): Game<Choice> => ({
      name: spec.id,
      minPlayers: seats,
      maxPlayers: seats,
      setup: ({ random }, setupData?: { item: number }) => ({
        item: setupData?.item ?? random.Die(spec.items.length) - 1,
        chosen: null,
      }),
      turn: { activePlayers: { value: { 0: 'choose' } }, stages: { choose: { moves: { choose } } } },
      moves: {},
      endIf: ({ G }) => (G.chosen === null ? undefined : { payoffs: payoffs(itemOf(G), G.chosen) }),
    }),
    actions: () => spec.options.map((label, index) => ({ move: 'choose', args: [index], label })),
    legal({ G }, mask) {
      for (let option = 0; option < spec.options.length; option++) if (allows(itemOf(G), option)) mask[option] = 1
    },
    observationSize: () => size,
    observe({ G }: Seen<Choice>, out) {
      out[1] = 0.5
      out[2] = (seats - 1) / 4
      out.set(spec.features(itemOf(G)), COMMON)
    },
    appraise: ({ G }, action) => spec.appraise(itemOf(G), action.args[0] as number),
    describe: ({ G }) => spec.describe(itemOf(G)),
    rephrase: rephrase && (({ G }) => rephrase(itemOf(G))),
    rules: spec.rules && (() => ruleBook({ ...(spec.rules as RuleBook), ...ONE_CHOICE })),
    score: ({ G }, seat) => (G.chosen === null ? 0 : payoffs(itemOf(G), G.chosen)[seat]),
    power({ G }, seat) {
      const own = G.chosen === null || !spec.power ? 0.5 : spec.power(itemOf(G), G.chosen)
      return seat === 0 ? own : (1 - own) / (seats - 1)
    },
    bound: () => 1,
    items: spec.items.length,
    powerFree: spec.powerFree,
    aftermath: aftermath && (({ G }, action) => aftermath(itemOf(G), action.args[0] as number)),
  })
}

/** What is known of a single choice, and how it ends. */
const ONE_CHOICE = {
  known: 'You are told all figures of your situation before you choose. Nobody else chooses anything after you.',
  end: 'The match ends with your one choice.',
}

/** One-hot of a name among names, by which features tell frames, roles and stages apart. */
export const flags = <T>(names: readonly T[], name: T): number[] => names.map((each) => (each === name ? 1 : 0))

/** Every combination of the levels, the last one varying fastest. */
export function factorial<T extends Record<string, readonly unknown[]>>(levels: T): { [K in keyof T]: T[K][number] }[] {
  return Object.entries(levels).reduce<Record<string, unknown>[]>(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  ) as { [K in keyof T]: T[K][number] }[]
}
