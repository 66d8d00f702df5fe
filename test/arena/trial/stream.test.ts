import { map } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { createStream } from '../../../arena/trial/stream.ts'
import type { ArenaEvent } from '../../../interventions/events.ts'

const ended = (trial: string): ArenaEvent => ({ type: 'trial.ended', trial, ok: true })

describe('the event stream', () => {
  it('an event raised during delivery reaches everybody after the one that caused it', () => {
    const stream = createStream(() => {})
    const [early, late]: string[][] = [[], []]
    stream.facts$.subscribe((event) => {
      early.push(event.trial)
      if (event.trial === 'cause') stream.emit(ended('effect'))
    })
    stream.facts$.subscribe((event) => void late.push(event.trial))
    stream.emit(ended('cause'))
    expect(early).toEqual(['cause', 'effect'])
    expect(late).toEqual(['cause', 'effect'])
  })

  it('a failing observer is reported by name; the others and the stream go on', async () => {
    const failures: string[] = []
    const stream = createStream(
      (observer, error, event) => void failures.push(`${observer}: ${(error as Error).message} at ${event.trial}`),
    )
    const seen: string[] = []
    stream.for('callback').subscribe(() => {
      throw new Error('broke')
    })
    stream
      .for('operator')
      .pipe(
        map(() => {
          throw new Error('mapped badly')
        }),
      )
      .subscribe()
    stream.for('healthy').subscribe((event) => void seen.push(event.trial))
    stream.emit(ended('a'))
    stream.emit(ended('b'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(seen).toEqual(['a', 'b'])
    expect(failures).toContain('callback: broke at b')
    expect(failures).toContain('operator: mapped badly at a')
  })

  it('events are frozen, and per-decision events reach plugins alone', () => {
    const stream = createStream(() => {})
    const facts: string[] = []
    stream.facts$.subscribe((event) => {
      expect(Object.isFrozen(event)).toBe(true)
      facts.push(event.type)
    })
    expect(stream.decisionsObserved()).toBe(false)
    const plugin: string[] = []
    stream.for('p').subscribe((event) => void plugin.push(event.type))
    expect(stream.decisionsObserved()).toBe(true)
    stream.emit({ type: 'action.taken', trial: 't', update: 0, match: 0, seat: 0, action: 'claim' })
    stream.emit(ended('t'))
    expect(facts).toEqual(['trial.ended'])
    expect(plugin).toEqual(['action.taken', 'trial.ended'])
  })
})
