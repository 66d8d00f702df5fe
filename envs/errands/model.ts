import { ACTS, allowed, KEYS, RETURN, ROOMS, roomAfter, TAKE } from './rules.ts'

/** Where a runner is and which keys hang, are its own, or are another's; other runners stay where they are. */
export interface Place {
  readonly room: number
  /** A key: 0 hangs in its place, 1 is held by this runner, 2 by another. */
  readonly keys: readonly number[]
}

export const placeIndex = ({ room, keys }: Place): number => keys.reduce((sum, key) => sum * 3 + key, room)

/** All places of a runner, by index. */
export const PLACES: readonly Place[] = Array.from({ length: ROOMS.length * 9 }, (_, i) => ({
  room: Math.floor(i / 9),
  keys: [Math.floor(i / 3) % 3, i % 3],
}))

/** The house as a deterministic decision process of one runner: for each place, the places that its acts lead to. */
export const TRANSITIONS: readonly (readonly number[])[] = PLACES.map(({ room, keys }) => {
  const holders = keys.map((key) => (key === 0 ? null : key - 1))
  // No errand is where the runner is: errands pay and lead nowhere.
  const acts = [...ACTS.keys()].filter((act) => allowed({ room, errand: -1 }, holders, 0, act))
  return acts.map((act) =>
    placeIndex({ room: roomAfter(room, act), keys: keys.map((key, k) => keyAfter(key, k, act)) }),
  )
})

function keyAfter(key: number, k: number, act: number): number {
  if (act === TAKE + k) return 1
  return act === RETURN + k && k < KEYS.length ? 0 : key
}
