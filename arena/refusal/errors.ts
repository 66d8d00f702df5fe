import { Fault } from '../../envs/fault.ts'
/** Input that cannot be used; the CLI prints the message alone, exits 2, and nothing was started. */
export class Refusal extends Fault {
  override readonly name = 'Refusal'

  constructor(message: string, options?: ErrorOptions) {
    super('METTLE_REFUSED', message, options)
  }
}

/** "Source: expected …, got …" with a hint of what to do. */
export function refuse(source: string, expected: string, got: string, hint = ''): never {
  throw new Refusal(`${source}: expected ${expected}, got ${got}${hint && `. ${hint}`}`)
}

/** The first line of what was thrown, whatever it was. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
