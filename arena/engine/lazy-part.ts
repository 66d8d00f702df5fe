/**
 * A part of G as a lazy copy stands for it: a proxy that answers as immer's drafts do, and is copied when it is written
 * to. What is unusual is refused by throwing.
 */
import { EngineError } from './define.ts'

/** One call of a move or hook. */
export interface Call {
  /** Something was refused. */
  doubt: boolean
  over: boolean
  /** Reads, writes and parts: what the call cost. */
  work: number
}

/** A part of G that the call has met. */
export interface Part {
  readonly call: Call
  readonly base: any
  readonly isList: boolean
  readonly parent: Part | undefined
  proxy: any
  /** Set from the first write to it or to a part of it on; parts that were met stand in it as proxies. */
  copy: any
  /** Parts that were met before there is a copy. */
  kids: Map<string, Part> | undefined
  /** Where in the copy may be what `base` does not have there. */
  placed: Set<string> | undefined
  settled: 'no' | 'begun' | 'yes'
}

export const PART = Symbol('part')
const IMMER = Symbol.for('immer-state')
/** A proxy costs about as much as so many reads. */
const PART_WORK = 4
export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export function newPart(call: Call, base: any, parent: Part | undefined): Part {
  const isList = Array.isArray(base)
  const part: Part = {
    call,
    base,
    isList,
    parent,
    proxy: undefined,
    copy: undefined,
    kids: undefined,
    placed: undefined,
    settled: 'no',
  }
  call.work += PART_WORK
  part.proxy = isList ? new Proxy([part] as any, LIST_TRAPS) : new Proxy(part, RECORD_TRAPS)
  return part
}

export function refuse(call: Call): never {
  call.doubt = true
  throw new EngineError(
    'state',
    'Expected what a lazy copy can do, got something unusual: the call is made again on a draft',
  )
}

/** Throws what drafts throw when they are used after their call. */
const REVOKED = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
})()

function enter({ call }: Part): void {
  if (call.over) Reflect.ownKeys(REVOKED)
  call.work++
}

const sourceOf = ({ copy, base }: Part) => (copy === undefined ? base : copy)

function read(part: Part, key: string | symbol): any {
  if (typeof key === 'symbol') return readSymbol(part, key)
  enter(part)
  const { copy, base } = part
  const value = copy === undefined ? base[key] : copy[key]
  if (typeof value !== 'object' || value === null) return value
  if (copy === undefined) {
    const kid = part.kids?.get(key)
    if (kid !== undefined) return kid.proxy
  } else if (value !== base[key]) return value
  return Object.hasOwn(base, key) ? addKid(part, key, value).proxy : Reflect.get(base, key, part.proxy)
}

function readSymbol(part: Part, key: symbol): any {
  if (key === PART) return part
  if (key === IMMER) refuse(part.call)
  enter(part)
  return Reflect.get(sourceOf(part), key, part.proxy)
}

function addKid(part: Part, key: string, value: object): Part {
  const kid = newPart(part.call, value, part)
  if (part.copy !== undefined) place(part, key, kid.proxy)
  else {
    part.kids ??= new Map()
    part.kids.set(key, kid)
  }
  return kid
}

function write(part: Part, key: string | symbol, value: any): true {
  enter(part)
  const source = sourceOf(part)
  const own = Object.hasOwn(source, key)
  if (typeof key === 'symbol' || !mayWrite(part, source, key, value, own)) refuse(part.call)
  if (part.copy === undefined && !differs(part, key, value, own)) return true
  const { copy } = part
  const before = copy[key]
  // immer compares like this once a part has changed, so that 0 stays where −0 is written.
  if (before === value ? value !== undefined || own : Number.isNaN(value) && Number.isNaN(before)) return true
  place(part, key, value)
  return true
}

function place(part: Part, key: string, value: any): void {
  part.copy[key] = value
  if (!isObject(value)) return
  part.placed ??= new Set()
  part.placed.add(key)
}

/** No setters, no inherited names; no names nor holes in lists. */
function mayWrite({ isList }: Part, source: any, key: string, value: any, own: boolean): boolean {
  if (!isList) return own || !(key in source)
  if (key === 'length') return Number.isInteger(value) && value >= 0 && value <= source.length
  return own || key === String(source.length)
}

/** Whether a write to a part that is as it was changes it; if so it is copied. */
function differs(part: Part, key: string, value: any, own: boolean): boolean {
  const kid = part.kids?.get(key)
  if (kid !== undefined && kid.base === value) {
    part.kids!.delete(key)
    return false
  }
  if (Object.is(value, kid === undefined ? part.base[key] : kid.proxy) && (value !== undefined || own)) return false
  change(part)
  return true
}

function change(from: Part): void {
  for (let part: Part | undefined = from; part !== undefined && part.copy === undefined; part = part.parent) {
    part.copy = part.isList ? [...part.base] : { ...part.base }
    if (part.kids !== undefined) for (const [key, kid] of part.kids) place(part, key, kid.proxy)
  }
}

function remove(part: Part, key: string | symbol): true {
  if (part.isList) {
    if (key === 'length' || !Object.hasOwn(sourceOf(part), key)) refuse(part.call)
    return write(part, key, undefined)
  }
  enter(part)
  if (Object.hasOwn(part.base, key)) change(part)
  else if (key in part.base) refuse(part.call)
  if (part.copy !== undefined) delete part.copy[key]
  return true
}

function keysOf(part: Part): (string | symbol)[] {
  enter(part)
  const keys = Reflect.ownKeys(sourceOf(part))
  part.call.work += keys.length
  return keys
}

function describe(part: Part, key: string | symbol): PropertyDescriptor | undefined {
  enter(part)
  const source = sourceOf(part)
  const found = Reflect.getOwnPropertyDescriptor(source, key)
  if (found === undefined) return undefined
  const kid = part.copy === undefined ? part.kids?.get(key as string) : undefined
  return {
    writable: true,
    configurable: !part.isList || key !== 'length',
    enumerable: found.enumerable,
    value: kid === undefined ? source[key] : kid.proxy,
  }
}

const traps = <T extends object>(partOf: (target: T) => Part): ProxyHandler<T> => ({
  get: (target, key) => read(partOf(target), key),
  set: (target, key, value) => write(partOf(target), key, value),
  has: (target, key) => {
    const part = partOf(target)
    enter(part)
    return key in sourceOf(part)
  },
  deleteProperty: (target, key) => remove(partOf(target), key),
  ownKeys: (target) => keysOf(partOf(target)),
  getOwnPropertyDescriptor: (target, key) => describe(partOf(target), key),
  getPrototypeOf: (target) => Object.getPrototypeOf(partOf(target).base),
  defineProperty: (target) => refuse(partOf(target).call),
  setPrototypeOf: (target) => refuse(partOf(target).call),
  preventExtensions: (target) => refuse(partOf(target).call),
})

const RECORD_TRAPS = traps<Part>((part) => part)
/** `Array.isArray` asks what a proxy stands for. */
const LIST_TRAPS = traps<Part[]>((list) => list[0])
