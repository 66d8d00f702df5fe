import { AsyncLocalStorage } from 'node:async_hooks'
import { config, Observable, Subject } from 'rxjs'
import type { ArenaEvent } from '../../interventions/events.ts'

/** The arena's one stream. State is changed before `emit`; an event raised during delivery waits its turn. */
export interface Stream {
  /** Every event but the per-decision ones, in order. */
  readonly facts$: Observable<ArenaEvent>
  /**
   * Every event, for one plugin: an error in what it builds on it is reported under that name. A trial lets everything
   * else go on and then fails by that name, since what a plugin observes is part of what it does.
   */
  for(observer: string): Observable<ArenaEvent>
  emit(event: ArenaEvent): void
  /** Whether a plugin listens: per-decision events are built only then. */
  decisionsObserved(): boolean
  complete(): void
}

/** rxjs tells of errors in callbacks from a timer: after this everything that was delivered has been told. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const delivering = new AsyncLocalStorage<{ observer: string; event: ArenaEvent; onFailure: OnFailure }>()
type OnFailure = (observer: string, error: unknown, event: ArenaEvent) => void

/** rxjs reports a throwing callback from a timer; the storage says whose it was. */
config.onUnhandledError = (error) => {
  const at = delivering.getStore()
  if (!at) throw error
  at.onFailure(at.observer, error, at.event)
}

/**
 * Re-entrant emissions queue up, so that no subscriber sees an effect before its cause (ReactiveX/rxjs#6580).
 * @param onFailure hears of failing observers and the event at which they failed; the stream goes on.
 */
export function createStream(onFailure: OnFailure): Stream {
  const facts = new Subject<ArenaEvent>()
  const all = new Subject<ArenaEvent>()
  const queue: ArenaEvent[] = []
  let draining = false

  const deliver = (event: ArenaEvent) => {
    if (event.type !== 'action.taken') facts.next(event)
    all.next(event)
  }
  const drain = () => {
    draining = true
    try {
      for (let event = queue.shift(); event; event = queue.shift()) deliver(Object.freeze(event))
    } finally {
      draining = false
    }
  }

  return {
    facts$: facts.asObservable(),
    for: (observer) =>
      new Observable((subscriber) =>
        all.subscribe({
          next: (event) => delivering.run({ observer, event, onFailure }, () => subscriber.next(event)),
          complete: () => subscriber.complete(),
        }),
      ),
    emit(event) {
      queue.push(event)
      if (!draining) drain()
    },
    decisionsObserved: () => all.observed,
    complete() {
      facts.complete()
      all.complete()
    },
  }
}
