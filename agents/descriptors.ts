import type { Action, Env } from '../envs/define.ts'

/**
 * What actions are, in numbers that actions of all envs share: 1 for its env, its move and each argument that it has;
 * arguments that are numbers scaled to −1 … 1 over the values that they take there; any other argument as a word of its
 * own. A descriptor says nothing of what the action leads to.
 */
export interface Descriptors {
  /** Name of each number: the vocabulary, in order of first appearance. */
  readonly columns: readonly string[]
  /** One row per action, in the order of the layout's output rows, [actions][columns]. */
  readonly rows: readonly (readonly number[])[]
}

export function describeActions(envs: readonly Pick<Env, 'id' | 'actions'>[]): Descriptors {
  const described = envs.flatMap(({ id, actions }) => actions.map((action) => wordsOf(id, action, actions)))
  const columns = [...new Set(described.flatMap((words) => [...words.keys()]))]
  return { columns, rows: described.map((words) => columns.map((column) => words.get(column) ?? 0)) }
}

function wordsOf(env: string, { move, args }: Action, actions: readonly Action[]): Map<string, number> {
  const words = new Map([
    [`env ${env}`, 1],
    [`move ${move}`, 1],
  ])
  args.forEach((arg, slot) => {
    words.set(`argument ${slot}`, 1)
    if (typeof arg === 'number') words.set(`number ${slot}`, scaled(arg, numbersAt(actions, move, slot)))
    else words.set(`argument ${slot} ${JSON.stringify(arg)}`, 1)
  })
  return words
}

const numbersAt = (actions: readonly Action[], move: string, slot: number): number[] =>
  actions.flatMap((each) => (each.move === move && typeof each.args[slot] === 'number' ? [each.args[slot]] : []))

/** The value on a scale from −1 (least of the values) to 1 (greatest); 0 where there is one value only. */
function scaled(value: number, values: readonly number[]): number {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return high === low ? 0 : (2 * (value - low)) / (high - low) - 1
}
