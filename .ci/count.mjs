// Prints the last line of .ci/run from vitest's own counts. A failed check, a test file that does not load and a test
// command that failed without a failed test count as one failure each.
import { readFileSync } from 'node:fs'

const { REPORT, TESTS, CHECKS } = process.env

function readReport() {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
  }
}

const report = readReport()
const unloaded = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
)
const tests = report.numFailedTests + unloaded.length
const failed = Math.max(tests, Number(TESTS)) + Number(CHECKS)
const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0
