import { performance } from 'node:perf_hooks'

/** Largest message or body that is read, bytes. */
export const LARGEST = 64 * 1024
/** Messages of one client that may wait for their answers; one with more is dropped. */
export const WAITING = 32
/** HTTP requests a second, from everybody; more are turned away. */
export const REQUESTS = 100

/** So much a second, and twice that at once after a pause. */
export interface Bucket {
  /** Takes one. @returns seconds to wait until it is there; 0 where it is now */
  take(): number
}

export function bucket(perSecond: number, now: () => number = () => performance.now() / 1000): Bucket {
  const most = 2 * perSecond
  let [left, last] = [most, now()]
  return {
    take() {
      const time = now()
      left = Math.min(most, left + (time - last) * perSecond) - 1
      last = time
      return left >= 0 ? 0 : -left / perSecond
    },
  }
}
