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
  let running = 0
  let wake = () => {}

  const start = (step: S) => {
    running++
    void options.run(step).then((ok) => {
      ;(ok ? done : failed).add(step.name)
      running--
      wake()
    })
  }
  const skipBlocked = () => {
    if (options.signal.aborted || failed.size === 0) return
    for (const step of waiting.filter(({ after }) => after !== undefined && failed.has(after))) {
      waiting.splice(waiting.indexOf(step), 1)
      options.skip(step)
    }
  }
  const startReady = () => {
    while (running < options.lanes && !options.signal.aborted) {
      const index = waiting.findIndex(({ after }) => after === undefined || done.has(after))
      if (index < 0) return
      start(waiting.splice(index, 1)[0])
    }
  }

  for (;;) {
    skipBlocked()
    startReady()
    if (running === 0) return waiting
    // One promise for whichever ends next: a race over thousands would add a listener to each of them, each time.
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
