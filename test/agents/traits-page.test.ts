import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { conditionNumber, LOADINGS, type LoadingsName } from '../../agents/loadings.ts'
import { PERSONAS } from '../../agents/personas.ts'
import { ALPHA } from '../../agents/populations.ts'
import { HUMAN, TRAITS } from '../../agents/traits.ts'
import { APPRAISALS } from '../../envs/define.ts'

const page = readFileSync(new URL('../../docs/traits.md', import.meta.url), 'utf8')
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
const signed = (x: number, digits: number) => x.toFixed(digits).replace('-', '−')
const short = (x: number) => String(x).replace('-', '−')

it.each([
  ...HUMAN.map((values, i) => row([TRAITS[i], ...values.map((r) => signed(r, 2)), ALPHA[i].toFixed(2)])),
  ...APPRAISALS.map((name, a) =>
    row([`\`${name}\``, ...(Object.keys(LOADINGS) as LoadingsName[]).map((of) => cell(of, a))]),
  ),
  ...Object.entries(PERSONAS).map(([name, { traits }]) => row([name, ...traits.map((x) => signed(x, 1))])),
  row(['condition number', ...Object.values(LOADINGS).map((each) => conditionNumber(each).toFixed(2))]),
])('docs/traits.md has %s', (line) => {
  expect(page.includes(line.slice(0, -2))).toBe(true)
})

function cell(of: LoadingsName, a: number): string {
  const loaded = TRAITS.flatMap((trait, t) =>
    LOADINGS[of][a][t] === 0 ? [] : [`${trait} ${short(LOADINGS[of][a][t])}`],
  )
  return loaded.join(', ') || 'base only'
}
