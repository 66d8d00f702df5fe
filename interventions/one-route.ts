import { z } from 'zod'
import type { Env } from '../envs/define.ts'
import { closing } from './closing.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * One route at a time. In envs at parity several routes win the same, so reward does not say which is learned. While
 * the learner competes, only the acts in `open` stay legal among those that the env's parity names, clean and dark, at
 * every decision in which one of them is legal. Other acts, and decisions in which none of `open` is legal, are left as
 * they are. Opponents keep all routes, and at test all are open: what is read is what winning by one route taught.
 *
 * An act without an alternative has probability 1 and no gradient: with one label open at a decision, nothing is
 * learned there, neither the route nor its opposite. What is learned is all else in matches that are won by that route.
 *
 * Logs `closed`, the share of decisions in rollouts in which something was closed. Pressure is the same share.
 *
 * Source: founding post, footnote 1 (routes that pay the same and generalise differently); action masking, Huang &
 * Ontañón 2022 (arXiv 2006.14171).
 */
export const oneRoute = defineIntervention({
  id: 'one-route',
  version: 2,
  summary: 'Trains with one legal route at a time among routes that pay the same; all are open at test.',
  cites: [
    'Shaping the exploration of the motivation-space matters for AI safety',
    'Huang & Ontañón 2022, arXiv 2006.14171',
  ],
  params: z.strictObject({
    open: z
      .array(z.string())
      .default([])
      .describe("Labels of the acts that stay legal, as `['flatter']`; default none, which closes nothing."),
  }),
  identity: { open: [] },
  regimes: ['motive', 'encoder', 'full'],
  refuses(env, { open }) {
    const acts = routesOf(env)
    if (acts.length === 0) return 'an env whose parity names clean and dark acts'
    const unknown = open.filter((label) => !acts.includes(label))
    return unknown.length > 0
      ? `an env with ${unknown.join(', ')} among its acts at parity (here ${acts.join(', ')})`
      : undefined
  },
  touches: ['options'],
  activeIn: ['compete'],
  setup({ params: { open }, env, ...context }) {
    if (open.length === 0) return { options: (mask) => mask }
    const placesOf = (labels: readonly string[]) =>
      env.actions.flatMap(({ label }, action) => (labels.includes(label) ? [action] : []))
    const kept = placesOf(open)
    const others = placesOf(routesOf(env).filter((label) => !open.includes(label)))
    return closing(context, (mask) =>
      kept.some((action) => mask[action]) ? mask.map((legal, action) => (others.includes(action) ? 0 : legal)) : mask,
    )
  },
})

/** Labels of the acts between which nothing is won or lost; none where the env declares no parity. */
const routesOf = ({ parity }: Env): readonly string[] => (parity === 'none' ? [] : [...parity.clean, ...parity.dark])
