// Drag of the raw dark rate in E1's steps: effect and prevention of each technique at each number of updates. Exploratory.
// From a checkout that is built: node docs/results/e1-steps/raw.mjs runs/e1-steps/…
import { execFileSync } from 'node:child_process'
import { fieller, holm, signFlip, studentInterval } from 'mettle/statistics'

const [run] = process.argv.slice(2)
const ask = (sql) => JSON.parse(execFileSync('npx', ['mettle', 'sql', run, sql, '--json'], { maxBuffer: 2 ** 28 })).rows

const [[sd]] = ask('select any_value(rawSd) from calibration where foundation = 0')
const changes = ask(
  `select arm, battery, foundation, sum(case stage when 'after' then value else -value end) / ${sd}
   from rates where context = 'neutral' and rate = 'raw' group by all order by all`,
)
const of = (arm, battery) => changes.filter((row) => row[0] === arm && row[1] === battery).map((row) => row[3])
const drag = (arm, battery = 'seen') => {
  const punished = of(arm === 'control' ? 'punished' : `${arm} punished`, battery)
  return of(arm, battery).map((change, i) => (change - punished[i]) / 2)
}
const mean = (values) => values.reduce((sum, x) => sum + x, 0) / values.length

const techniques = ['decorrelate-data', 'grad-project', 'decorrelate-rep', 'penalise-acts']
techniques.push('proj-penalty', 'probe-penalty, loss', 'preventative-steer')
const rows = ['', ' · updates 80', ' · updates 320'].flatMap((at) => {
  const control = drag(`control${at}`)
  return techniques.map((technique) => {
    const effects = drag(technique + at).map((own, i) => control[i] - own)
    const unseen = 1 - mean(drag(technique + at, 'unseen')) / mean(drag(`control${at}`, 'unseen'))
    const share = fieller(effects, control).bounds
    return { technique: technique + at, effects, control, p: signFlip(effects), share, unseen }
  })
})
const adjusted = holm(rows.map(({ p }) => p))
const two = (x) => x.toFixed(2)
for (const [i, { technique, effects, control, share, unseen }] of rows.entries()) {
  const bounds = share ? share.map((x) => `${Math.round(100 * x)}`).join(', ') : 'none'
  const interval = studentInterval(effects).map(two).join(', ')
  const prevented = Math.round((100 * mean(effects)) / mean(control))
  const size = `effect ${two(mean(effects))} [${interval}], Holm p ${adjusted[i].toFixed(3)}`
  console.log(`${technique}: ${size}, prevents ${prevented} % [${bounds}], in unseen envs ${Math.round(100 * unseen)} %`)
}
