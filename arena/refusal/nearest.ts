/** Levenshtein distance, two rows. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, above[j] + 1, row[j - 1] + 1))
    }
    above = row
  }
  return above[b.length]
}

/** The candidate that was probably meant: at most a third of its letters away, or one that starts with the word. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase()
  const scored = [...candidates].map((name) => ({ name, cost: distance(lower, name.toLowerCase()) }))
  scored.sort((a, b) => a.cost - b.cost)
  const best = scored.find(
    ({ name, cost }) => cost < word.length && cost < name.length && cost <= Math.ceil(name.length / 3),
  )
  return (best ?? scored.find(({ name }) => lower.length >= 3 && name.toLowerCase().startsWith(lower)))?.name
}

/** "Did you mean x?" if something is near, else the list. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates)
  return near ? `Did you mean ${near}?` : `Known: ${candidates.join(', ') || 'none'}`
}
