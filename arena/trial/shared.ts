/** What trials on one foundation have in common, made once by a thread. */
export interface Shared {
  /** @param what a name that nothing but equal values share; what is made must not be changed by anybody */
  once<T>(foundation: string, what: string, make: () => T): T
}

/** Holds what belongs to the foundation that was asked for last, since trials come foundation by foundation. */
export function createShared(): Shared {
  const made = new Map<string, unknown>()
  let last = ''
  return {
    once<T>(foundation: string, what: string, make: () => T): T {
      if (foundation !== last) made.clear()
      last = foundation
      if (!made.has(what)) made.set(what, make())
      return made.get(what) as T
    },
  }
}
