/** Seconds since it was started: what waiting took, told and never decided by. */
export function stopwatch(): () => number {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}
