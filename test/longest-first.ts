import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From 5 seconds on, longest first, as an idle machine of two cores has it. The order decides no verdict. */
const LONGEST: readonly string[] = [
  'test/arena/check/shipped.test.ts',
  'test/arena/cli/survival.test.ts',
  'test/arena/cli/run.test.ts',
  'test/arena/viewer/pages.test.ts',
  'test/interventions/trial.test.ts',
  'test/arena/cli/register.test.ts',
  'test/arena/cli/tournament.test.ts',
  'test/arena/cli/strengths.test.ts',
  'test/known/planted.test.ts',
  'test/examples.test.ts',
  'test/arena/engine/mutants.test.ts',
  'test/agents/compiled/learning.test.ts',
  'test/envs/boards.test.ts',
  'test/arena/cli/damage.test.ts',
  'test/arena/engine/bench.test.ts',
  'test/arena/check/broken-envs.test.ts',
  'test/arena/cli/bench-compare.test.ts',
  'test/envs/parity-envs.test.ts',
  'test/envs/puzzle-race.test.ts',
  'test/arena/engine/envs.test.ts',
  'test/arena/engine/generated.test.ts',
  'test/arena/viewer/recorded.test.ts',
]

/**
 * The longest suites first, so that the last worker does not run one alone; then the others that have a process of
 * their own, then those that share one, since a worker keeps its process while such a suite is next.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(suites: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((path) => !existsSync(join(this.ctx.config.root, path)))
    if (gone.length > 0)
      throw new Error(`Expected suites of test/longest-first.ts to exist, got none at ${gone.join(', ')}`)
    const rank = ({ moduleId, project }: TestSpecification) => {
      const place = LONGEST.indexOf(relative(project.config.root, moduleId))
      if (place >= 0) return place
      return LONGEST.length + (project.config.isolate ? 0 : 1)
    }
    return suites.toSorted((a, b) => rank(a) - rank(b))
  }
}
