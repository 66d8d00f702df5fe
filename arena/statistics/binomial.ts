import { ArgumentFault } from '../../envs/fault.ts'

/**
 * Exact interval of a share (Clopper & Pearson 1934): the shares under which `count` or more, and `count` or fewer, of
 * `n` would come with probability at least (1 − level)/2.
 * @param count of those that are, 0 … n @param n independent trials, from 1 @param level of confidence, inside 0 … 1
 * @returns lower and upper bound, 0 … 1
 */
export function binomialInterval(count: number, n: number, level = 0.95): readonly [number, number] {
  if (!Number.isInteger(count) || !Number.isInteger(n) || n < 1 || count < 0 || count > n)
    throw new ArgumentFault(`expected a count of 0 … n whole trials, got ${count} of ${n}`)
  const tail = (1 - level) / 2
  return [
    count === 0 ? 0 : crossing((share) => 1 - cumulative(count - 1, n, share), tail),
    count === n ? 1 : 1 - crossing((share) => cumulative(count, n, 1 - share), tail),
  ]
}

/** The share at which a rising probability reaches `tail`, by bisection to the last bit. */
function crossing(probability: (share: number) => number, tail: number): number {
  let [low, high] = [0, 1]
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2)
    if (probability(middle) < tail) low = middle
    else high = middle
  return low
}

/** P(X ≤ count) of n trials, term by term from the logarithm of each. */
function cumulative(count: number, n: number, share: number): number {
  if (share <= 0) return 1
  if (share >= 1) return count >= n ? 1 : 0
  let [sum, logChoose] = [0, 0]
  for (let k = 0; k <= count; k++) {
    sum += Math.exp(logChoose + k * Math.log(share) + (n - k) * Math.log1p(-share))
    logChoose += Math.log((n - k) / (k + 1))
  }
  return Math.min(1, sum)
}
