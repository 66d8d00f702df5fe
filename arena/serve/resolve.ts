import { z } from 'zod'
import type { Agent } from '../../agents/define.ts'
import { openAffordances } from '../../envs/affordances.ts'
import type { Env } from '../../envs/define.ts'
import { reservedRules } from '../../envs/reserved.ts'
import { consequence } from '../../interventions/consequence.ts'
import { report } from '../../interventions/report.ts'
import { heldOutPanel } from '../corpus/opponents.ts'
import { references } from '../entrants/reference.ts'
import { resolveAgent } from '../entrants/resolve.ts'
import { createWorld } from '../play/world.ts'
import { refuse } from '../refusal/errors.ts'
import { e0 } from '../studies/e0.ts'
import { pluginsOf, withParams } from '../study/env-references.ts'
import { labelsOf } from './schema.ts'
import type { Seated, Served } from './served.ts'

/** What the command line says of what is served. */
export interface ServeRequest {
  readonly env: string
  readonly seat: string
  /** References of agents; empty for the held-out panel. */
  readonly opponents: readonly string[]
  readonly seed: number
  /** `path=value` as typed. */
  readonly set: readonly string[]
  readonly report: boolean
  /** `p=.5+cost=1` as typed. */
  readonly consequence?: string
}

/** The panel that no learner meets in training: the writers by whom E0's evaluations are played. */
export const HELD_OUT = 'held-out'

/** @throws Refusal naming flag, expected and got */
export async function resolveServed(request: ServeRequest): Promise<Served> {
  const [{ plugin }] = await pluginsOf('serve', [request.env])
  const [env] = withParams('serve', [plugin], request.set)
  requireTrain(env)
  const seat = seatOf(request.seat, env)
  if (request.report) requireReports(env)
  const open = { report: request.report, abstain: false }
  return {
    env,
    world: createWorld(env, request.report ? openAffordances(env, open) : undefined),
    seat,
    opponents: await opponentsOf(request.opponents, env, seat),
    seed: request.seed,
    rules: [env.rules, request.report ? reservedRules(env.affordances, open) : ''].filter(Boolean).join('\n\n'),
    report: request.report ? { cost: Number(report().params.cost) } : null,
    consequence: request.consequence === undefined ? null : knobOf(request.consequence),
  }
}

/** OpenEnv keeps these names for itself: no agent may have an action of that name. */
const RESERVED = ['reset', 'step', 'state', 'close']

function requireTrain(env: Env): void {
  if (env.kind === 'eval')
    refuse(
      `serve ${env.id}`,
      'an env of kind train',
      'one of kind eval',
      'It is held out from reinforcement: it reads traits',
    )
  const taken = labelsOf(env).find((label) => RESERVED.includes(label))
  if (taken)
    refuse(`serve ${env.id}`, `no action named ${RESERVED.join(', ')}`, taken, 'OpenEnv keeps these names for itself')
}

function seatOf(text: string, { id, seats }: Env): Seated {
  if (text === 'all') return text
  const seat = Number(text)
  if (!/^\d+$/.test(text) || seat >= seats) refuse('--seat', `a seat of ${id} from 0 to ${seats - 1}, or all`, text)
  return seat
}

function requireReports({ id, affordances }: Env): void {
  if (!affordances?.reportStages.length) refuse('--report', 'an env in which a report can be filed', id)
}

async function opponentsOf(given: readonly string[], env: Env, seat: Seated): Promise<Agent[]> {
  const own = given.length > 0 && !(given.length === 1 && given[0] === HELD_OUT)
  if (seat === 'all') {
    if (own) refuse('--opponents', 'none with --seat all', given.join(','))
    return []
  }
  if (!own) return [...heldOutPanel(e0).writers]
  const found = (await Promise.all(references('--opponents', given).map(resolveAgent))).flat()
  for (const { name, refuses } of found) {
    const why = refuses(env)
    if (why) refuse(`--opponents ${name}`, `an agent that can play ${env.id}`, why)
  }
  return found.map(({ agent }) => agent)
}

const Knob = z.strictObject({
  p: consequence.spec.params.shape.detected,
  cost: consequence.spec.params.shape.cost,
})

function knobOf(text: string): Served['consequence'] {
  const pairs = text.split('+').map((pair) => pair.split('='))
  const parsed = Knob.safeParse(Object.fromEntries(pairs.map(([key, value]) => [key, Number(value || Number.NaN)])))
  if (!parsed.success) refuse('--consequence', 'p=.5+cost=1: a probability from 0 to 1 and a cost from 0 to 10', text)
  const { p, cost } = parsed.data
  return { detected: p, cost }
}
