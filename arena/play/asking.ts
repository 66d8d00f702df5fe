import type { Agent, Ask, Decision, PortAnswer, PortAsk } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import { blaming, fail, type Place } from './agent-failure.ts'
import type { Illegal } from './record.ts'
import { legalActions } from './seats.ts'

/** How often a seat is asked for one decision before an illegal choice has its consequence. */
export const ASKS = 3

/** What an illegal choice comes to: its match fails, or the decision is forfeited and the match goes on. */
export type IllegalRule = 'fail' | 'forfeit'

/** Who is asked, and when, for messages. */
export interface Turn {
  readonly agent: Agent
  readonly ask: Ask
  /** Counted from 0. */
  readonly tick: number
  /** Seed of the match's chance. */
  readonly seed: string
}

/** When an ask is asked, and in which match. */
type When = Pick<Place, 'tick' | 'seed'>

/** One decision an ask. @throws AgentFailure naming agent, env, seat, tick and seed where one is no action of the env */
export function decisionsOf(agent: Agent, env: Env, asks: readonly Ask[], whenOf: (ask: number) => When): Decision[] {
  const decide = () => agent.decide(asks)
  const decisions: unknown = blaming(agent, env, decide, (message) => culprit(agent, asks, message, whenOf))
  if (!Array.isArray(decisions) || decisions.length !== asks.length)
    fail(agent, env, '', oneEach(asks), kindOf(decisions))
  for (let i = 0; i < asks.length; i++)
    if (env.actions[(decisions[i] as Decision | undefined)?.action as number] === undefined)
      fail(agent, env, at(asks[i], whenOf(i).tick), index(env), `${shown(decisions[i])} (seed ${whenOf(i).seed})`)
  return decisions as Decision[]
}

/** Many matches are asked at once: the first ask at which it throws the same alone. Its match is lost already, so asking again changes nothing. */
function culprit(agent: Agent, asks: readonly Ask[], message: string, whenOf: (ask: number) => When) {
  const throws = (ask: Ask) => {
    try {
      agent.decide([ask])
      return false
    } catch (error) {
      return messageOf(error) === message
    }
  }
  const found = asks.length === 1 ? 0 : asks.findIndex(throws)
  return found < 0 ? undefined : { seat: asks[found].seen.seat, ...whenOf(found) }
}

const SHAPE = "{ action: the index of an action in the env's table, memory }"
const oneEach = ({ length }: readonly Ask[]) =>
  `decide to return an array, ${length} of ${SHAPE}, one an ask and in order`
const index = ({ actions }: Env) => `the index of an action, 0 to ${actions.length - 1}, in ${SHAPE}`
const at = ({ seen }: Ask, tick: number) => `, seat ${seen.seat}, tick ${tick}`

function kindOf(decisions: unknown): string {
  if (Array.isArray(decisions)) return String(decisions.length)
  return decisions instanceof Promise ? 'a Promise: decide answers at once' : shown(decisions)
}

function shown(decision: unknown): string {
  if (typeof decision !== 'object' || decision === null) return String(decision)
  return `an object of ${Object.keys(decision).join(', ') || 'nothing'} with action ${(decision as Partial<Decision>).action}`
}

/**
 * An illegal choice changes nothing, and the seat is asked again from the same state, before anybody's decision is
 * applied. What stays illegal is forfeited: a legal action, each as likely, is played for the seat, and its memory
 * stays as it was.
 * @throws AgentFailure where the rule is to fail, naming agent, env, seat, tick and action
 */
export function askAgain(turn: Turn, first: Decision, rule: IllegalRule): { decision: Decision; illegal: Illegal } {
  const { agent, ask, tick, seed } = turn
  const noted = (illegal: number) => ({ seat: ask.seen.seat, tick, action: first.action, times: illegal })
  for (let asked = 1; asked < ASKS; asked++) {
    const [decision] = decisionsOf(agent, ask.env, [ask], () => ({ tick, seed }))
    if (ask.mask[decision.action] === 1) return { decision, illegal: noted(asked) }
  }
  if (rule === 'fail') neverLegal(turn, first)
  return { decision: drawn(turn), illegal: { ...noted(ASKS), forfeited: true } }
}

/** What an agent outside the process answered, with a legal action drawn for it where it has none. */
export function answered(ask: PortAsk, answer: PortAnswer): { decision: Decision; illegal?: Illegal } {
  const { memory, illegal: times = 0 } = answer
  const noted = { seat: ask.seen.seat, tick: ask.tick, action: null, times }
  if (answer.action !== null && ask.mask[answer.action] === 1)
    return { decision: { action: answer.action, memory }, ...(times > 0 && { illegal: noted }) }
  const failure = answer.action === null ? answer.failure : 'ILLEGAL'
  const { action } = drawn({ ask, tick: ask.tick })
  return { decision: { action, memory }, illegal: { ...noted, forfeited: true, failure } }
}

/** From a fork of its own, so that nothing else of the match is shifted. */
function drawn({ ask, tick }: Pick<Turn, 'ask' | 'tick'>): Decision {
  const legal = legalActions(ask.mask)
  return { action: legal[ask.rng.fork(`forfeit ${tick}`).integer(legal.length)], memory: ask.memory }
}

function neverLegal({ agent, ask, tick, seed }: Turn, { action }: Decision): never {
  const { env, mask } = ask
  const legal = legalActions(mask).map((index) => env.actions[index].label)
  const expected = `a legal action (${legal.join(', ')})`
  fail(
    agent,
    env,
    at(ask, tick),
    expected,
    `${action}, ${env.actions[action].label}, asked ${ASKS} times (seed ${seed})`,
  )
}

/** @throws AgentFailure that blames the env where it offers a seat nothing that it could choose */
export function requireChoice(env: Env, seat: number, mask: Uint8Array, tick: number): void {
  if (mask.includes(1)) return
  throw new Fault(
    'METTLE_CHECK',
    `env ${env.id}: expected a legal action for seat ${seat}, which decides in tick ${tick}, got none. Run npx mettle check on the env`,
  )
}
