const CLOSE = 1e-9

/**
 * Every extreme equilibrium of a small antisymmetric game, by trying all supports and all sets of rows that are even:
 * slow and plain, to hold other ways against.
 */
export function equilibria(game: readonly (readonly number[])[]): number[][] {
  const all = game.map((_, i) => i)
  return subsets(all).flatMap((support) => {
    if (support.length === 0) return []
    const rest = all.filter((i) => !support.includes(i))
    return subsets(rest).flatMap((more) => {
      const found = only([...support, ...more].map((i) => support.map((j) => game[i][j])))
      if (found?.every((w) => w > CLOSE) !== true) return []
      const weights = all.map((i) => (support.includes(i) ? found[support.indexOf(i)] : 0))
      return game.every((row) => row.reduce((sum, a, j) => sum + a * weights[j], 0) < CLOSE) ? [weights] : []
    })
  })
}

const subsets = (of: readonly number[]): number[][] =>
  Array.from({ length: 1 << of.length }, (_, bits) => of.filter((__, i) => (bits >> i) & 1))

/** The one solution of rows · p = 0, Σp = 1; undefined where there is none or more than one. */
function only(rows: readonly (readonly number[])[]): number[] | undefined {
  const width = rows[0].length
  const table = [...rows.map((row) => [...row, 0]), new Array<number>(width + 1).fill(1)]
  for (let column = 0; column < width; column++) {
    const best = table.reduce(
      (b, row, i) => (i >= column && Math.abs(row[column]) > Math.abs(table[b][column]) ? i : b),
      column,
    )
    if (Math.abs(table[best]?.[column] ?? 0) < CLOSE) return undefined
    ;[table[column], table[best]] = [table[best], table[column]]
    table.forEach((row, i) => {
      const times = i === column ? 0 : row[column] / table[column][column]
      for (let j = column; j <= width; j++) row[j] -= times * table[column][j]
    })
  }
  if (table.slice(width).some((row) => Math.abs(row[width]) > CLOSE)) return undefined
  return Array.from({ length: width }, (_, i) => table[i][width] / table[i][i])
}
