// Memory of the module, in numbers of four bytes.

export const F: usize = 4

/** Bytes of so many numbers. */
export function bytes(numbers: i32): usize {
  return (<usize>numbers) << 2
}

/** Memory for `count` numbers, zeroed, at an address that is a multiple of 16. */
export function allocate(count: i32): usize {
  const at = heap.alloc(bytes(count))
  memory.fill(at, 0, bytes(count))
  return at
}

export function free(at: usize): void {
  heap.free(at)
}

export function zero(at: usize, count: i32): void {
  memory.fill(at, 0, bytes(count))
}
