/**
 * Every code under which Mettle throws. Codes are stable, so that scripts may tell errors by them; docs/errors.md is
 * this table.
 */
export const FAULTS = {
  METTLE_REFUSED: 'Input cannot be used: a flag, a study, a plugin file, a folder. Nothing was started.',
  METTLE_HOOK: 'A hook of an intervention threw, returned what it may not, or was not declared. Its trial fails.',
  METTLE_AGENT: 'An agent threw, decided what cannot be, or kept a match from ending.',
  METTLE_ARGUMENT:
    'A function was called with what it cannot take: a value out of range, of the wrong shape, or of another study.',
  METTLE_NUMBER: 'A number that decides something is none: NaN, infinite, or without a solution.',
  METTLE_FILE: 'A file is damaged, or another version wrote it.',
  METTLE_REPLAY: 'A match does not replay as it was recorded, or the stepper differs from boardgame.io.',
  METTLE_BACKEND: 'No tfjs backend trains on this machine.',
  METTLE_CHECK: 'A plugin breaks its contract; `mettle check` says where.',
  METTLE_HTTP: 'A request of the viewer’s page cannot be answered.',
  METTLE_CHANGED: 'The program or a plugin file changed while a run was going on.',
  METTLE_JOB: 'A job of a tournament or a battery failed on the worker that had it, or its queue was drained.',
  METTLE_DEFECT: 'Mettle broke a rule of its own. Please report it with the message.',
} as const
export type FaultCode = keyof typeof FAULTS

/** What Mettle throws. The message says what was expected, what was got, where, and what to do. */
export class Fault extends Error {
  override readonly name: string = 'Fault'
  readonly code: FaultCode

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A function was called with what it cannot take. */
export class ArgumentFault extends RangeError {
  override readonly name = 'ArgumentFault'
  readonly code: FaultCode = 'METTLE_ARGUMENT'
}
