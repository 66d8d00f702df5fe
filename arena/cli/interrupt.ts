/** Terminal and `npm start` may both deliver one Ctrl-C; what follows within this time, in ms, is the same one. */
const SAME = 500
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** First Ctrl-C: no more jobs start and running ones finish. Second: stop now; temporary folders are swept by the next run. */
export const onInterrupt = (stop: AbortController, say: (text: string) => void, release: () => void): (() => void) =>
  onSignals(
    () => {
      stop.abort()
      say('Stopping: running jobs finish and are kept. Ctrl-C again stops now.')
    },
    () => {
      release()
      process.exit(130)
    },
  )

/** @param again what every later Ctrl-C does @returns what ends the listening */
export function onSignals(once: () => void, again: () => void): () => void {
  let first = 0
  const listen = () => {
    if (first === 0) {
      first = Date.now()
      once()
    } else if (Date.now() - first > SAME) again()
  }
  for (const signal of SIGNALS) process.on(signal, listen)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listen)
  }
}
