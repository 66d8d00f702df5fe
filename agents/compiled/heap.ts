import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Fault } from '../../envs/fault.ts'

/**
 * A function of `kernels/index.ts`, which says what each does with its numbers. Flags are 0 or 1: V8 takes a boolean by
 * a slow way.
 */
type Kernel = (...numbers: number[]) => number
type Name =
  | ('allocate' | 'free' | 'zero' | 'copy' | 'shifted' | 'gather' | 'scatter' | 'transpose' | 'finite')
  | ('product' | 'sparseProduct' | 'sparseLearn' | 'columnSums' | 'gate' | 'readActs' | 'learnActs' | 'pool' | 'unpool')
  | ('score' | 'unscore' | 'logSoftmax' | 'likert' | 'adam')

type Kernels = Record<Name, Kernel> & { memory: WebAssembly.Memory }

/**
 * One instance of the compiled kernels for each thread, there once `loadKernels` ran. Its memory is the heap on which all
 * compiled networks live. Nothing is read before: a page that bundles Mettle has no file to read.
 */
export const kernels = {} as Kernels

export function loadKernels(): void {
  if (kernels.memory) return
  const code = readFileSync(built())
  Object.assign(kernels, new WebAssembly.Instance(new WebAssembly.Module(code)).exports)
}

function built(): string {
  try {
    return createRequire(import.meta.url).resolve('#kernels')
  } catch (error) {
    throw new Fault('METTLE_BACKEND', `Expected the compiled kernels, got ${(error as Error).message}: npm run build`)
  }
}

let numbers = new Float32Array()
let indices = new Int32Array()

/** The heap as 32-bit floats; number `i` has the address 4·i. An allocation may replace it: ask again after one. */
export function floats(): Float32Array {
  if (numbers.length === 0) numbers = new Float32Array(kernels.memory.buffer)
  return numbers
}

/** The heap as 32-bit integers, likewise. */
export function integers(): Int32Array {
  if (indices.length === 0) indices = new Int32Array(kernels.memory.buffer)
  return indices
}

/** Numbers in a chunk of scratch memory, at least. */
const CHUNK = 1 << 19

/**
 * Scratch memory as a stack. What is taken inside `scratch(…)` is given back at its end, so that passes may nest: a loss
 * hook that asks the network again while an update runs gets memory above that of the update.
 */
const chunks: { readonly at: number; readonly size: number }[] = []
let chunk = 0
let used = 0

export function scratch<T>(run: () => T): T {
  const mark = { chunk, used }
  try {
    return run()
  } finally {
    chunk = mark.chunk
    used = mark.used
  }
}

/** Numbers that a block of `count` takes, so that the next one begins at a multiple of 16 bytes. */
export const padded = (count: number): number => (count + 3) & ~3

/** The address of `count` numbers of scratch memory, which hold anything. */
export function take(count: number): number {
  const size = padded(count)
  while (chunk < chunks.length && used + size > chunks[chunk].size) {
    chunk += 1
    used = 0
  }
  if (chunk === chunks.length) chunks.push(grown(size))
  const at = chunks[chunk].at + 4 * used
  used += size
  return at
}

function grown(size: number) {
  const wanted = Math.max(CHUNK, size)
  return { at: kernels.allocate(wanted), size: wanted }
}

/** Scratch memory that holds these numbers. */
export function put(values: Float32Array): number {
  const at = take(values.length)
  floats().set(values, at / 4)
  return at
}

/** Scratch memory that holds these indices. */
export function putIntegers(values: Int32Array): number {
  const at = take(values.length)
  integers().set(values, at / 4)
  return at
}
