import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Suites that take long, longest first, so that the last worker does not run one alone; then the other suites that have
 * a process of their own, then those that share one: a worker keeps its process while such a suite is next.
 */
const LONGEST: readonly string[] = []

export class LongestFirst extends BaseSequencer {
  override async sort(suites: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      if (project.config.isolate === false) return LONGEST.length + 1
      const place = LONGEST.indexOf(relative(project.config.root, moduleId))
      return place < 0 ? LONGEST.length : place
    }
    return suites.toSorted((a, b) => rank(a) - rank(b))
  }
}
