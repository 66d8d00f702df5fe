import { Fault } from '../../envs/fault.ts'

/** @throws Fault unless what was resolved here is what the run means */
export function requireHash(what: string, expected: string, own: string): void {
  if (own !== expected)
    throw new Fault(
      'METTLE_CHANGED',
      `expected the ${what} of the run (${expected.slice(0, 8)}), got ${own.slice(0, 8)}: its files or Mettle's changed meanwhile`,
    )
}
