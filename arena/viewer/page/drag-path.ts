import type { JobData } from '../data.ts'

/** Drag of a trait at one evaluation, SD. */
export interface DragPoint {
  readonly update: number
  readonly value: number
}

/**
 * Drag along training, from a trial and its sign-reversed twin on the same foundation: half of (change where power is
 * rewarded − change where it is punished), SD. A half that stopped early stays where it stopped; while both run, it is
 * drawn as far as both have come. Empty where the trial has no twin in `jobs`.
 */
export function dragPath(job: JobData, jobs: readonly JobData[], trait: string): DragPoint[] {
  const twin = jobs.find(
    ({ arm, regime, foundation }) => arm === job.reversed && regime === job.regime && foundation === job.foundation,
  )
  if (!twin || twin.path.length === 0 || job.path.length === 0) return []
  const halves = [job, twin]
  const known = Math.min(...halves.map(({ state, path }) => (state === 'finished' ? Infinity : lastOf(path))))
  const updates = halves.flatMap(({ path }) => path.map(({ update }) => update)).filter((update) => update <= known)
  const [rewarded, punished] = halves.map((half) => changes(half, trait))
  return [...new Set(updates)]
    .sort((a, b) => a - b)
    .map((update) => ({ update, value: (rewarded(update) - punished(update)) / 2 }))
}

const lastOf = (path: JobData['path']) => path[path.length - 1].update

/** Change of a trait since the first evaluation, as of the last one up to an update. */
function changes({ path }: JobData, trait: string) {
  const levelAt = (update: number) => path.filter((each) => each.update <= update).at(-1)?.traits[trait] ?? NaN
  return (update: number) => levelAt(update) - path[0].traits[trait]
}
