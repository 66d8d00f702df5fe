import { FAILURES, type Failure } from '../../agents/define.ts'

/** How often an agent outside the process made no decision, by why; classes that did not happen are left out. */
export type Failures = Readonly<Partial<Record<Failure, number>>>

/** @returns undefined where nothing failed */
export const failuresIn = (all: readonly Failure[]): Failures | undefined => summed(all.map((each) => ({ [each]: 1 })))

/** @returns undefined where nothing failed */
export function summed(all: readonly (Failures | undefined)[]): Failures | undefined {
  const counts = FAILURES.map((name) => [name, all.reduce((sum, each) => sum + (each?.[name] ?? 0), 0)] as const)
  const found = counts.filter(([, count]) => count > 0)
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** `12 unparsable, 3 late` */
export const failureWords = (failures: Failures): string =>
  Object.entries(failures)
    .map(([name, count]) => `${count} ${name.toLowerCase()}`)
    .join(', ')
