import { performance } from 'node:perf_hooks'

/** Where a job's time goes. `measuring` counts whole, with the play and the passes inside it. */
const SECTIONS = ['env', 'writers', 'network', 'interventions', 'logging', 'measuring', 'other'] as const
export type Section = (typeof SECTIONS)[number]
/** Seconds a section; they sum to the job's. */
export type Profile = Readonly<Record<Section, number>>

const zero = () => Object.fromEntries(SECTIONS.map((section) => [section, 0])) as Record<Section, number>

// One job at a time runs in a thread, so its clock is the thread's.
let spent = zero()
let current: Section = 'other'
let since = performance.now()

/** Starts the clock anew. */
export function startProfile(): void {
  spent = zero()
  current = 'other'
  since = performance.now()
}

export function readProfile(): Profile {
  charge(current)
  return { ...spent }
}

/** Runs it on a section's account; a section inside it has its own, but for what is inside `measuring`. */
export function timed<T>(section: Section, run: () => T): T {
  if (current === 'measuring') return run()
  const outer = enter(section)
  try {
    return run()
  } finally {
    enter(outer)
  }
}

export async function timedAsync<T>(section: Section, run: () => Promise<T>): Promise<T> {
  const outer = enter(section)
  try {
    return await run()
  } finally {
    enter(outer)
  }
}

/** Puts the time since the last change on this account: for what is known only once it has run. */
export function charge(section: Section): void {
  const now = performance.now()
  spent[current === 'measuring' ? current : section] += (now - since) / 1000
  since = now
}

function enter(section: Section): Section {
  const outer = current
  charge(outer)
  current = section
  return outer
}
