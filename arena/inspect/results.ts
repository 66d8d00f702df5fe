import type { Scores, Value } from './sample.ts'

/** Sums up scores over samples, as Inspect's `EvalResults`: the mean of each number, and the share of each word. */
export function tally() {
  const numbers = new Map<string, Map<string, { sum: number; n: number }>>()
  let samples = 0
  const add = (score: string, metric: string, value: number) => {
    const metrics = numbers.get(score) ?? new Map()
    numbers.set(score, metrics)
    const { sum, n } = metrics.get(metric) ?? { sum: 0, n: 0 }
    metrics.set(metric, { sum: sum + value, n: n + 1 })
  }
  const one = (score: string, value: Value) => {
    if (typeof value === 'number') add(score, 'mean', value)
    else if (typeof value === 'string') add(score, value, 1)
    else for (const [name, each] of Object.entries(value)) add(score, name, each)
  }
  return {
    add(scores: Scores) {
      samples += 1
      for (const [score, { value }] of Object.entries(scores)) one(score, value)
    },
    results() {
      const scores = [...numbers].map(([name, metrics]) => ({
        name,
        scorer: `mettle/${name}`,
        params: {},
        metrics: Object.fromEntries(
          [...metrics].map(([metric, { sum, n }]) => [
            metric,
            { name: metric, value: sum / (name === 'route' ? samples : n), params: {} },
          ]),
        ),
      }))
      return { total_samples: samples, completed_samples: samples, scores }
    },
  }
}
