import { AsyncLocalStorage } from 'node:async_hooks'
import type { ArenaEvent } from '../interventions/events.ts'
import { config, Observable, Subject } from 'rxjs'

/** The arena's one stream. State is changed before `emit`; an event raised during delivery waits its turn. */
export interface Stream {
  /** Every event, in order. */
  readonly events$: Observable<ArenaEvent>
  /** The same, for one plugin: an error in what it builds on it is reported under that name and ends nothing else. */
  for(observer: string): Observable<ArenaEvent>
  emit(event: ArenaEvent): void
  /** Whether anybody listens: per-decision events are built only then. */
  observed(): boolean
  complete(): void
}

const delivering = new AsyncLocalStorage<{ observer: string; onFailure: OnFailure }>()
type OnFailure = (observer: string, error: unknown) => void

/** rxjs reports a throwing callback from a timer; the storage says whose it was. */
config.onUnhandledError = (error) => {
  const at = delivering.getStore()
  if (!at) throw error
  at.onFailure(at.observer, error)
}

/**
 * Re-entrant emissions queue up, so that no subscriber sees an effect before its cause (ReactiveX/rxjs#6580).
 * @param onFailure hears of failing observers; the stream goes on.
 */
export function createStream(onFailure: OnFailure): Stream {
  const subject = new Subject<ArenaEvent>()
  const queue: ArenaEvent[] = []
  let draining = false

  const drain = () => {
    draining = true
    try {
      for (let event = queue.shift(); event; event = queue.shift()) subject.next(Object.freeze(event))
    } finally {
      draining = false
    }
  }

  return {
    events$: subject.asObservable(),
    for: (observer) =>
      new Observable((subscriber) =>
        subject.subscribe({
          next: (event) => delivering.run({ observer, onFailure }, () => subscriber.next(event)),
          complete: () => subscriber.complete(),
        }),
      ),
    emit(event) {
      queue.push(event)
      if (!draining) drain()
    },
    observed: () => subject.observed,
    complete: () => subject.complete(),
  }
}
