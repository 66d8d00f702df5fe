/** One thing to do, and the one thing that must be done before, if any. */
export interface Step {
  readonly name: string
  readonly after?: string
}

export interface ScheduleOptions<S extends Step> {
  readonly lanes: number
  /** Names of steps that earlier steps may count on from the start. */
  readonly done: ReadonlySet<string>
  /** Whether the step came out. Must not reject. */
  readonly run: (step: S) => Promise<boolean>
  /** Hears of a step whose `after` failed; it is not run. */
  readonly skip: (step: S) => void
  /** Aborted: no step starts any more, running ones finish. */
  readonly signal: AbortSignal
}

/** Runs steps in list order as far as `after` allows, several at once. @returns those that never started. */
export async function schedule<S extends Step>(steps: readonly S[], options: ScheduleOptions<S>): Promise<S[]> {
  const waiting = [...steps]
  const done = new Set(options.done)
  const failed = new Set<string>()
  const running = new Set<Promise<void>>()

  const start = (step: S) => {
    const ended: Promise<void> = options.run(step).then((ok) => {
      ;(ok ? done : failed).add(step.name)
      running.delete(ended)
    })
    running.add(ended)
  }
  const skipBlocked = () => {
    if (options.signal.aborted) return
    for (const step of waiting.filter(({ after }) => after !== undefined && failed.has(after))) {
      waiting.splice(waiting.indexOf(step), 1)
      options.skip(step)
    }
  }
  const startReady = () => {
    while (running.size < options.lanes && !options.signal.aborted) {
      const index = waiting.findIndex(({ after }) => after === undefined || done.has(after))
      if (index < 0) return
      start(waiting.splice(index, 1)[0])
    }
  }

  for (;;) {
    skipBlocked()
    startReady()
    if (running.size === 0) return waiting
    await Promise.race(running)
  }
}
