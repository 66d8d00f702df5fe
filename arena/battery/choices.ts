import type { Agent, PortAnswer } from '../../agents/define.ts'
import { type Failures, failuresIn } from '../play/failures.ts'
import { lettered, type Question, type Variant } from './questions.ts'

/** How an agent chooses in one item, over its legal actions in the order of the table. */
export interface Choice {
  readonly policy: Float64Array
  /** Draws behind it; 0 where the probabilities are exact. */
  readonly draws: number
  /** Share of its answers that were no option at all, 0 … 1. */
  readonly none: number
  /** Draws in which an agent outside the process took no option, by why. */
  readonly failures?: Failures
}

/** Draws of agents that do not tell their probabilities; networks draw a motivation with each. */
export interface Drawn {
  readonly draws: number
  readonly signal?: AbortSignal
  on?(done: number, total: number): void
}

/** How the agent chooses in every item under one variant. */
export async function choicesOf(
  agent: Agent,
  questions: readonly Question[],
  variant: Variant,
  { draws, signal, on }: Drawn,
): Promise<Choice[]> {
  const out: Choice[] = []
  let tells = agent.port?.weigh !== undefined
  for (const question of questions) {
    signal?.throwIfAborted()
    const exact = tells ? await weighed(agent, question, variant, signal) : null
    // One that tells nothing at first is not asked for it again.
    tells = exact !== null
    out.push(exact ?? (await drawn(agent, question, variant, draws, signal)))
    on?.(out.length, questions.length)
  }
  return out
}

async function weighed(
  agent: Agent,
  question: Question,
  variant: Variant,
  signal?: AbortSignal,
): Promise<Choice | null> {
  const { prompt, actions } = lettered(question.ask(agent, variant, 0))
  const found = await agent.port?.weigh?.(prompt, signal)
  if (!found) return null
  const of = new Map(actions.map((action, i) => [action, found.probabilities[i]]))
  return { policy: Float64Array.from(question.legal, (action) => of.get(action) ?? 0), draws: 0, none: found.none }
}

/** Of agents that say with which probabilities they decide, the mean over draws of their memory; of others, how often they took what. */
async function drawn(
  agent: Agent,
  question: Question,
  variant: Variant,
  draws: number,
  signal?: AbortSignal,
): Promise<Choice> {
  const { legal } = question
  const asks = Array.from({ length: draws }, (_, draw) => question.ask(agent, variant, draw))
  const policy = new Float64Array(legal.length)
  if (agent.policy) {
    for (const ask of asks) {
      const own = agent.policy(ask)
      for (const [i, action] of legal.entries()) policy[i] += own[action] / draws
    }
    return { policy, draws: 0, none: 0 }
  }
  const answers: readonly PortAnswer[] = agent.port ? await agent.port.answer(asks, signal) : agent.decide(asks)
  const taken = answers.flatMap(({ action }) => (action === null ? [] : [legal.indexOf(action)])).filter((i) => i >= 0)
  for (const i of taken) policy[i] += 1 / taken.length
  if (taken.length === 0) policy.fill(1 / legal.length)
  const failures = failuresIn(answers.flatMap((answer) => (answer.action === null ? [answer.failure] : [])))
  return { policy, draws: taken.length, none: 1 - taken.length / draws, ...(failures && { failures }) }
}
