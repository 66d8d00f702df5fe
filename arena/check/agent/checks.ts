import type { Agent, Ask, Decision } from '../../../agents/define.ts'
import { createRng } from '../../../envs/random.ts'
import { difference } from '../../engine/compare.ts'
import type { World } from '../../play/lockstep.ts'
import { broken, type Check } from '../define.ts'
import { type AgentSubject, asked, copied, played, worldsOf } from './subject.ts'

const declared: Check<AgentSubject> = {
  name: 'declared',
  claim: 'An agent has an id, starts with a memory and decides.',
  run(subject) {
    const { id, start, decide } = subject.agent
    if (typeof id !== 'string' || id === '') broken('an id', JSON.stringify(id))
    if (typeof start !== 'function' || typeof decide !== 'function')
      broken('start and decide', `${typeof start} and ${typeof decide}`)
    for (const { env } of worldsOf(subject)) subject.agent.start(env, 0, createRng('start'))
  },
}

const each: Check<AgentSubject> = {
  name: 'each',
  claim: 'The agent returns one decision per ask, in the order of the asks, synchronously, and none for no asks.',
  run(subject) {
    const none = subject.agent.decide([])
    if (!Array.isArray(none) || none.length > 0) broken('no decision for no asks', JSON.stringify(none))
    eachBatch(subject, ({ env }, batch) => {
      const decisions: unknown = subject.agent.decide(fresh(batch))
      const got = Array.isArray(decisions) ? `${decisions.length}` : kindOf(decisions)
      if (got !== String(batch.length)) broken(`${batch.length} decisions at once`, `${got} (${env.id})`)
    })
  },
}

const kindOf = (value: unknown) => (value instanceof Promise ? 'a Promise' : typeof value)

const legal: Check<AgentSubject> = {
  name: 'legal',
  claim: 'Every decision is the index of a legal action.',
  needs: ['each'],
  run(subject) {
    eachBatch(subject, ({ env }, batch) => {
      subject.agent.decide(fresh(batch)).forEach(({ action }, i) => {
        if (batch[i].mask[action] !== 1)
          broken('a legal action', `${action}, ${env.actions[action]?.label} (${env.id})`)
      })
    })
  },
}

const asks: Check<AgentSubject> = {
  name: 'asks',
  claim: 'The agent changes nothing that it is given: view, mask and memory of an ask stay as they were.',
  needs: ['each'],
  run(subject) {
    eachBatch(subject, ({ env }, batch) => {
      const given = fresh(batch)
      subject.agent.decide(given)
      given.forEach((ask, i) => {
        const changed = difference(shown(batch[i]), shown(ask), 'ask')
        if (changed) broken('an ask that deciding leaves alone', `${changed} (${env.id})`)
      })
    })
  },
}

const shown = ({ seen, mask, memory }: Ask) => ({ seen, mask: [...mask], memory })

const pure: Check<AgentSubject> = {
  name: 'pure',
  claim:
    'Memory is all an agent remembers: the same ask with the same memory and randomness gets the same decision and memory, asked twice, or alone, or among others.',
  needs: ['each', 'asks'],
  run(subject) {
    eachBatch(subject, ({ env }, batch) => {
      const once = decided(subject.agent, fresh(batch))
      const alone = batch.flatMap((ask, i) => decided(subject.agent, [copied(ask, `ask ${i}`)]))
      const ways = { 'asked twice': decided(subject.agent, fresh(batch)), 'asked alone': alone }
      for (const [way, again] of Object.entries(ways)) {
        const differs = difference(once, again, 'decisions')
        if (differs) broken(`the same decision when ${way}`, `${differs} (${env.id})`)
      }
    })
  },
}

const decided = (agent: Agent, batch: readonly Ask[]) =>
  agent.decide(batch).map(({ action, memory }: Decision) => ({ action, memory: structuredClone(memory) }))

const repeats: Check<AgentSubject> = {
  name: 'repeats',
  claim: 'The same seed gives the same play.',
  needs: ['legal', 'pure'],
  run(subject) {
    for (const world of worldsOf(subject)) {
      const [once, again] = [played(subject.agent, world), played(subject.agent, world)]
      if (once instanceof Error) broken('play to the end', `${once.message} (${world.env.id})`)
      const differs = difference(once, again, 'matches')
      if (differs) broken('the same play from the same seed', `${differs} (${world.env.id})`)
    }
  },
}

function eachBatch(subject: AgentSubject, look: (world: World, batch: readonly Ask[]) => void): void {
  for (const world of worldsOf(subject)) for (const batch of asked(subject.agent, world)) look(world, batch)
}

const fresh = (batch: readonly Ask[]): Ask[] => batch.map((ask, i) => copied(ask, `ask ${i}`))

/** The contract of an agent. */
export const AGENT_CHECKS: readonly Check<AgentSubject>[] = [declared, each, legal, asks, pure, repeats]
