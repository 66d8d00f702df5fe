import { describe, expect, it } from 'vitest'
import { columns, folded, inLines, tableIn } from '../../../arena/cli/print.ts'

describe('text in a terminal', () => {
  it('is folded between words, set in under its first line', () => {
    expect(folded('  a question of several words', 16, '    ')).toBe('  a question\n    of several\n    words')
  })
  it('stays whole in a script', () => {
    const line = 'a line of any length '.repeat(20)
    expect(folded(line, Number.POSITIVE_INFINITY, '  ')).toBe(line)
  })
})

describe('columns', () => {
  const rows = [
    ['id', 'v1', 'what it is for, in a sentence that is longer than the rest of the line'],
    ['another', 'v2', 'short'],
  ]
  it('fold the last to the width, between words', () => {
    const lines = columns(rows, 44).split('\n')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(44)
    expect(lines[0]).toBe('id       v1  what it is for, in a sentence')
    expect(lines.map((line) => line.slice(13)).join(' ')).toBe(`${rows[0][2]} short`)
  })
  it('keep every row on its line in a script', () => {
    expect(columns(rows).split('\n')).toHaveLength(2)
  })
})

describe('a table', () => {
  const rows = [
    ['agent', 'payoff', 'wins'],
    ['random', '14.21', '18'],
  ]
  it('stands in columns where they fit, and as records where they do not', () => {
    expect(tableIn(30)(rows)).toBe(columns(rows))
    expect(tableIn(15)(rows)).toBe('agent: random\n  payoff 14.21;\n  wins 18')
  })
  it('is left as it is by folding what stands around it', () => {
    expect(inLines(`a longer line than that\n${columns(rows)}`, 22)).toBe(`a longer line than\nthat\n${columns(rows)}`)
  })
})
