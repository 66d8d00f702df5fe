/**
 * The kernels of the network's pass: AssemblyScript, compiled to WebAssembly SIMD by `npm run build`. Each does one
 * thing to matrices of 32-bit floats in this module's memory. A matrix is the byte address of its first number and its
 * stride, the numbers from one row to the next, so that a view of some columns is a matrix too, and nothing is ever
 * joined or cut. Sums run in the order in which they are written: with neither threads nor relaxed SIMD, WebAssembly
 * fixes every bit on every machine.
 */

export { learnActs, pool, readActs, unpool } from './acts'
export { adam, finite, likert } from './learning'
export { allocate, free, zero } from './memory'
export { logSoftmax, score, unscore } from './options'
export { product, sparseLearn, sparseProduct } from './products'
export { columnSums, copy, gate, gather, scatter, shifted, transpose } from './rows'
