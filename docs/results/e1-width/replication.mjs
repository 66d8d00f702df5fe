// Do intervals over foundations say how far another study lies? Five studies ran the same cell (20 updates, no extra pay,
// 8 numbers in z, width 1) with foundations and panels of other seeds: e1 twice, e1-steps, e1-z, e1-width. For each figure
// the five estimates, and Q, the sum of squared distances from their weighted mean in standard errors (Cochran 1954):
// 4 is expected where the intervals tell the truth. node docs/results/e1-width/replication.mjs
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const STUDIES = ['e1/first-run', 'e1-steps/summary', 'e1-z/summary', 'e1/summary', 'e1-width/summary']
const ROWS = [
  ...['decorrelate-data', 'preventative-steer', 'grad-project', 'decorrelate-rep', 'penalise-acts'],
  ...['proj-penalty', 'probe-penalty, loss'],
]
/** Student's t at .975: an interval over n foundations reaches so many standard errors. */
const T = { 10: 2.262, 12: 2.201 }

const all = STUDIES.map((file) => JSON.parse(readFileSync(join(import.meta.dirname, '..', `${file}.json`), 'utf8')).arms)

function q(arm, read) {
  const found = all.map((arms) => read(arms[arm].full))
  const weights = found.map(({ interval: [low, high], n }) => 1 / ((high - low) / 2 / T[n]) ** 2)
  const total = weights.reduce((sum, w) => sum + w, 0)
  const mean = found.reduce((sum, { estimate }, i) => sum + weights[i] * estimate, 0) / total
  const value = found.reduce((sum, { estimate }, i) => sum + weights[i] * (estimate - mean) ** 2, 0)
  return { estimates: found.map(({ estimate }) => estimate.toFixed(3)), value }
}

const FIGURES = {
  'drag of D': ({ drag }) => drag.D.final.revealed.neutral,
  'effect on D': ({ effect }) => effect,
  'kept deployed': ({ retention }) => retention.deployed,
  power: ({ power }) => power,
  reward: ({ reward }) => reward,
}

for (const [figure, read] of Object.entries(FIGURES)) {
  const compared = figure === 'effect on D' || figure === 'kept deployed'
  const rows = (compared ? ROWS : ['control', ...ROWS]).map((arm) => ({ arm, ...q(arm, read) }))
  for (const { arm, estimates, value } of rows)
    console.log(figure.padEnd(14), arm.padEnd(20), estimates.join('  '), ' Q', value.toFixed(1))
  const sum = rows.reduce((total, { value }) => total + value, 0)
  console.log(figure.padEnd(14), 'all'.padEnd(20), `Q ${sum.toFixed(1)}, expected ${rows.length * 4}\n`)
}
