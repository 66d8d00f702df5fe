import type { TestCase, TestProject } from 'vitest/node'
import { NEEDS } from './needs.ts'

/**
 * Says after everything else, whatever reporters are asked for, which tests were skipped for want of what, and how to
 * have it.
 */
export default function setup({ vitest }: TestProject): () => void {
  return () => {
    const lines = skippedLines(vitest.state.getTestModules().flatMap(({ children }) => [...children.allTests()]))
    if (lines.length > 0) process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`))
  }
}

type Case = Pick<TestCase, 'fullName'> & {
  result(): { readonly state: string }
  readonly module: { readonly relativeModuleId: string }
}

/** One line a need, with the suites. Tests that a pattern or another test left out are not its business. */
export function skippedLines(tests: readonly Case[]): string[] {
  const skipped = tests.filter((test) => test.result().state === 'skipped')
  return Object.entries(NEEDS).flatMap(([mark, how]) => {
    const own = skipped.filter(({ fullName }) => fullName.includes(mark))
    if (own.length === 0) return []
    const suites = [...new Set(own.map(({ module }) => module.relativeModuleId))].sort()
    const [tests, them] = own.length > 1 ? ['tests', 'them'] : ['test', 'it']
    return `Skipped ${own.length} ${tests} ${mark} of ${suites.join(', ')}. To have ${them}: ${how}`
  })
}
