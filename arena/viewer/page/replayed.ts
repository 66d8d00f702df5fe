import { useEffect, useState } from 'react'
import { choose, preference } from '../../../agents/writers.ts'
import { APPRAISALS, type Appraisal } from '../../../envs/define.ts'
import { sorted } from '../../check/sorted.ts'
import type { Act, Head, MatchData } from '../data.ts'
import { type Modules, type World, worldOf } from './modules.ts'
import { type Frame, type Recorded, rebuild } from './recorded.ts'

/** A match played again, with all that is replayed of it. */
export interface Replayed {
  readonly head: Head
  readonly match: MatchData
  readonly world: World
  readonly recorded: Recorded
  /** How many acts lead to a state that the panel replayed; null where none does. */
  actsBefore(state: Pick<Frame, 'G' | 'ctx'>): number | null
}

export function replayMatch(modules: Modules, head: Head, match: MatchData): Replayed {
  const world = worldOf(modules, head)
  const recorded = rebuild(world.env, world.game, match)
  let states: readonly string[] | null = null
  return {
    head,
    match,
    world,
    recorded,
    actsBefore(state) {
      states ??= recorded.frames.map(textOf)
      const found = states.indexOf(textOf(state))
      return found < 0 ? null : found
    },
  }
}

/** Turns and moves are counted in ctx, so no two states of a match are alike. */
const textOf = ({ G, ctx }: Pick<Frame, 'G' | 'ctx'>): string => JSON.stringify(sorted([G, ctx]))

/** After the first paint, since a long match takes a moment. */
export function useReplayed(
  modules: Modules,
  head: Head,
  match: MatchData,
): { replayed: Replayed | null; error: string | null } {
  const [state, setState] = useState<{ replayed: Replayed | null; error: string | null }>({
    replayed: null,
    error: null,
  })
  useEffect(() => {
    try {
      setState({ replayed: replayMatch(modules, head, match), error: null })
    } catch (problem) {
      setState({ replayed: null, error: `This match cannot be played again: ${(problem as Error).message}` })
    }
  }, [modules, head, match])
  return state
}

/** Probabilities of the acting seat over what was legal: recorded, or computed for a scripted writer, or unknown. */
export function policyOf({ head, match }: Replayed, act: Act): readonly number[] | null {
  if (act.record) return act.legal.map(({ action }) => act.record?.policy.find(([a]) => a === action)?.[1] ?? 0)
  const traits = writerTraits(head, match, act.seat)
  // What traits of a custom set weigh is in the study and not in this file.
  if (!traits || head.traits) return null
  const appraisals = Float64Array.from(
    act.legal.flatMap(({ appraisal }) => APPRAISALS.map((name) => appraisal[name] ?? 0)),
  )
  return [...choose({ legal: act.legal.map(({ action }) => action), appraisals }, preference(traits))]
}

export const writerTraits = ({ writers }: Head, { seats, kind }: MatchData, seat: number): readonly number[] | null =>
  (kind && writers && Object.hasOwn(writers[kind], seats[seat]) ? writers[kind][seats[seat]] : null) ?? null

export const shown = (appraisal: Appraisal, name: (typeof APPRAISALS)[number]): string =>
  (appraisal[name] ?? 0).toFixed(2)
