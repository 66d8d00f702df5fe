import { Fault } from '../../envs/fault.ts'
/** A sentence of a contract and the experiment that shows it broken. */
export interface Check<S> {
  readonly name: string
  /** The sentence, as docs/conformance.md prints it. */
  readonly claim: string
  /** Checks without which this one could not tell its own failure from theirs: when one fails, this is not run. */
  readonly needs?: readonly string[]
  /** Throws where the claim does not hold. A text returned is a remark on how it held. */
  run(subject: S): unknown
}

/** `ok: null` is a check that was not run, with the reason. */
export interface Verdict {
  readonly name: string
  readonly ok: boolean | null
  readonly message?: string
}

/** The claim of a check does not hold. */
export class Broken extends Fault {
  override readonly name = 'Broken'

  constructor(message: string) {
    super('METTLE_CHECK', message)
  }
}

/** "Expected …, got …". */
export function broken(expected: string, got: string): never {
  throw new Broken(`expected ${expected}, got ${got}`)
}
