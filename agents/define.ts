import type { z } from 'zod'
import type { Env, Seen } from '../envs/define.ts'
import { requireMembers } from '../envs/members.ts'
import { paramsOf } from '../envs/params.ts'
import type { Rng } from '../envs/random.ts'

/** One seat's turn to decide. Owned by the arena: read it while deciding, and copy what must outlive that. */
export interface Ask<M = any> {
  /** The env of the match. */
  readonly env: Env
  /** All that the seat may know. */
  readonly seen: Seen<any>
  /** 1 for every legal action of the env's action table, else 0; at least one is 1. */
  readonly mask: Uint8Array
  /** This seat's own stream in this match; another agent's draws never shift it. */
  readonly rng: Rng
  /** What the agent returned with its last accepted decision in this match, or from `start`. */
  readonly memory: M
}

/** What a seat does, and what its agent wants to remember of the match. */
export interface Decision<M = any> {
  /** Index into the env's action table. */
  readonly action: number
  /** Given back with the next ask of this seat, unless the rules drop the decision. */
  readonly memory: M
  /** What a learner needs of this decision later; only learners set it. */
  readonly trace?: Trace
}

/** What the network computed when it decided. Views into the batch: copy what must outlive the rollout. */
export interface Trace {
  /** [layout.input] */
  readonly input: Float32Array
  /** [layout.actions] */
  readonly mask: Float32Array
  /** z before interventions, [persona]. */
  readonly z: Float32Array
  /** z after interventions, [persona]; absent where none touches it. */
  readonly moved?: Float32Array
  /** Probabilities over the env's own action rows, given the narration token where there is one. */
  readonly policy: Float32Array
  /**
   * The token of self-description before the act, an index into TOKENS, and the probabilities of all tokens, [TOKENS];
   * absent where networks do not narrate.
   */
  readonly narration?: { readonly token: number; readonly probabilities: Float32Array }
  /** Of the action and of the token before it, nats. */
  readonly logProbability: number
  /** Discounted training reward still to come, by the critic. */
  readonly value: number
}

/** One seat's turn as an agent outside the process is asked, with where in its match it stands. */
export interface PortAsk<M = any> extends Ask<M> {
  /** Tells one match from another; no seed. */
  readonly match: string
  /** Counted from 0. */
  readonly tick: number
  /** How the question is put, where that is measured; left out, plainly. */
  readonly put?: Put
}

/** How a question is put: what a reading must survive to be one of the agent and not of the wording. */
export interface Put {
  /** Whether labels are replaced by codes without meaning. */
  readonly codes?: boolean
  /** 1 for other words that say the same: of the question, and of the position where the env has some. */
  readonly words?: 0 | 1
  /** What is said before the position, in words. */
  readonly context?: string
}

/**
 * Why an agent outside the process made no legal decision: its reply was cut off, was empty, held no action, named one that is not
 * legal, came too late, or nobody was there to reply.
 */
export const FAILURES = ['TRUNCATED', 'EMPTY', 'UNPARSABLE', 'ILLEGAL', 'LATE', 'DEAD'] as const
export type Failure = (typeof FAILURES)[number]

/** What came back: an action, or why there is none, which forfeits the decision. */
export type PortAnswer<M = any> = { readonly memory: M; readonly illegal?: number } & (
  | { readonly action: number }
  | { readonly action: null; readonly failure: Failure }
)

/** The door to an agent outside the process: a language model, another program. */
export interface Port<M = any> {
  /**
   * An answer for each ask, in order, when they are there: `illegal` counts the illegal choices before it. What its agent does wrong is
   * a forfeit and never an error. @throws Error where the caller's signal is aborted
   */
  answer(asks: readonly PortAsk<M>[], signal?: AbortSignal): Promise<readonly PortAnswer<M>[]>
  /**
   * How likely each option is, in order, and how likely something that is none of them; null where the agent does not
   * tell. Asked to measure how it chooses, never in a match. @param prompt ends where one letter is to follow
   */
  weigh?(prompt: WeighPrompt, signal?: AbortSignal): Promise<Weighed | null>
  /** `words`: it is asked in words, by prompts; left out, it gets a seat's turn as data. */
  readonly reads?: 'words'
  /** Called before the first ask. @param folder of the run, where replies are kept; none where there is none */
  open?(folder?: string): void
  /** A match is over. @param scores of all seats */
  ended?(match: string, scores: readonly number[]): void
  /** What was used so far. */
  usage?(): Usage
  /** Lets go of processes and connections. */
  close?(): Promise<void>
}

/** A question whose options stand under letters, so that one token is the choice. */
export interface WeighPrompt {
  /** What comes before the position: the rules, and whoever the model is told to be beside its own persona. */
  readonly rules: string
  /** Position and options. */
  readonly question: string
  /** A, B, C, …, one for each option. */
  readonly letters: readonly string[]
}

/** Probabilities of options, summing to 1; `none`, 0 … 1, is what went to other answers before that. */
export interface Weighed {
  readonly probabilities: readonly number[]
  readonly none: number
  /** What asking cost, where it is told. */
  readonly tokens?: NonNullable<Usage['tokens']>
}

/** What an agent outside the process has used. */
export interface Usage {
  /** Decisions it was asked for. */
  readonly asked: number
  /** Tokens, where its replies tell. */
  readonly tokens?: { readonly prompt: number; readonly completion: number }
  /** Seconds of waiting, summed over decisions. */
  readonly seconds: number
  /** By the price table that it was given, in its currency. */
  readonly cost?: number
}

/**
 * Decides for seats. Pure in state: what an agent must remember of a match is memory in, memory out; nothing else of it
 * changes while matches run. It is asked for many matches at once, so that a network needs one forward pass per tick.
 */
export interface Agent<M = any> {
  /** Under which messages and records name it. */
  readonly id: string
  /** The memory with which a match begins. @param seat of the env, from 0 @param rng that seat's stream */
  start(env: Env, seat: number, rng: Rng): M
  /** One decision per ask, in order, at once. Called with no asks it returns none. */
  decide(asks: readonly Ask<M>[]): readonly Decision<M>[]
  /**
   * The probabilities with which `decide` would choose, [actions], where it knows them. Asked only to measure how it
   * plays, never in a match; without it they are estimated from many decisions.
   */
  policy?(ask: Ask<M>): ArrayLike<number>
  /** Of an agent outside the process, which `decide` cannot wait for: tournaments and the battery ask here instead. */
  readonly port?: Port<M>
  /**
   * Why it cannot play this env, as "a bot that knows dilemma alone"; undefined where it can. Asked before any match.
   */
  refuses?(env: Env): string | undefined
}

/**
 * What an agent is made of: scripted rules, search over the rules, a trained network, a language model, another
 * process.
 */
export type AgentKind = 'bot' | 'search' | 'network' | 'model' | 'process'

/** What `create` may return: an agent, several, or a promise of one. */
export type MadeOf = Agent | readonly Agent[] | Promise<Agent>

/** What an agent plugin declares. `Made` is what its `create` returns. */
export interface AgentSpec<S extends z.ZodType, Made extends MadeOf> {
  /** By which `--agents`, `check` and the viewer find it. */
  readonly id: string
  /** Raised with every change of how it plays. */
  readonly version: number
  /** What it is made of. */
  readonly kind: AgentKind
  /** One sentence: how it plays. */
  readonly summary: string
  /** Flat: numbers, booleans and texts, which a command line writes as `id:key=value+key=value`. */
  readonly params: S
  /** Ids of the envs whose rules it knows; `any` where it can be seated everywhere. */
  readonly plays: 'any' | readonly string[]
  /** Makes it. @param name by which it is known at the table; its id where none is given */
  create(params: z.output<S>, name: string): Made & MadeOf
}

/** What `defineAgent` returns: call it with params for an agent; its `spec` is for lists and checks. */
export interface AgentPlugin<S extends z.ZodType = z.ZodType, Made extends MadeOf = MadeOf> {
  (params?: z.input<S>, name?: string): Made
  /** What its author declared. */
  readonly spec: AgentSpec<S, Made>
}

/**
 * Defines an agent plugin.
 * @throws ArgumentFault naming the members that are missing; ZodError from the returned factory when params do not fit the schema
 */
export function defineAgent<S extends z.ZodType, Made extends MadeOf>(spec: AgentSpec<S, Made>): AgentPlugin<S, Made> {
  requireMembers('agent', spec, {
    id: 'string',
    version: 'number',
    kind: 'string',
    params: 'object',
    create: 'function',
  })
  const create = (input?: z.input<S>, name = spec.id): Made =>
    spec.create(paramsOf(spec.params, input, { kind: 'agent', id: spec.id }), name)
  return Object.assign(create, { spec })
}
