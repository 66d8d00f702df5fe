// Every drag of D, effect and p of a run's summary, once more from its tables: means over foundations of revealed D in the
// neutral context, all sign flips. From a checkout that is built: node docs/results/e1-width/recomputed.mjs runs/e1-width/…
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [run] = process.argv.slice(2)
const { arms } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8'))
const sql = `select arm, foundation, sum(case stage when 'after' then value else -value end) from traits
  where regime = 'full' and reading = 'revealed' and context = 'neutral' and trait = 'D' group by all order by all`
const { rows } = JSON.parse(execFileSync('npx', ['mettle', 'sql', run, sql, '--json'], { maxBuffer: 2 ** 28 }))
const changes = (arm) => rows.filter((row) => row[0] === arm).map((row) => row[2])
const twinOf = (arm) => Object.keys(arms).find((name) => arms[name].full?.twinOf === arm)
const drags = (arm) => changes(arm).map((change, i) => (change - changes(twinOf(arm))[i]) / 2)
const mean = (values) => values.reduce((sum, x) => sum + x, 0) / values.length

/** Share of all 2ⁿ sign flips whose sum is as far from 0. */
function signFlip(values) {
  const far = Math.abs(values.reduce((sum, x) => sum + x, 0)) - 1e-12
  let as = 0
  for (let flips = 0; flips < 1 << values.length; flips++)
    if (Math.abs(values.reduce((sum, x, i) => sum + ((flips >> i) & 1 ? -x : x), 0)) >= far) as++
  return as / (1 << values.length)
}

let checked = 0
const off = []
const check = (what, printed, again) => {
  if (printed == null) return
  checked++
  if (Math.abs(printed - again) > 1e-9) off.push(`${what}: ${printed}, again ${again}`)
}
for (const [arm, { full }] of Object.entries(arms)) {
  if (!full || full.twinOf !== null) continue
  const own = drags(arm)
  check(`drag of ${arm}`, full.drag.D.final.revealed.neutral.estimate, mean(own))
  if (full.comparedWith === null) continue
  const effects = drags(full.comparedWith).map((drag, i) => drag - own[i])
  check(`effect of ${arm}`, full.effect.estimate, mean(effects))
  check(`p of ${arm}`, full.verdict.test?.p, signFlip(effects))
}
console.log(`${checked} figures, ${off.length} differ`)
for (const line of off) console.log(line)
