import type { Estimate } from './estimate.ts'

/** An estimate with its interval; `n/a` where it is missing. */
export function show(e: Estimate | undefined, digits = 2): string {
  if (!e || e.estimate === null) return 'n/a'
  const interval = e.interval ? ` [${e.interval.map((x) => number(x, digits)).join(', ')}]` : ''
  return number(e.estimate, digits) + interval
}

/** The estimate alone. */
export const mean = (e: Estimate | undefined): string => (e && e.estimate !== null ? number(e.estimate, 2) : 'n/a')

/** −.12, +1.30: a sign always, no leading zero. */
export function number(x: number, digits: number): string {
  const text = Math.abs(x).toFixed(digits).replace(/^0\./, '.')
  return `${x < 0 && Number(text) !== 0 ? '−' : '+'}${text}`
}

/** A p value. */
export const small = (p: number): string => (p < 0.001 ? '<.001' : p.toFixed(3).replace(/^0/, ''))

export function percent(e: Estimate): string {
  if (e.estimate === null) return 'n/a'
  const round = (x: number) => `${Math.round(100 * x) < 0 ? '−' : ''}${Math.abs(Math.round(100 * x))} %`
  return round(e.estimate) + (e.interval ? ` [${e.interval.map(round).join(', ')}]` : '')
}

/** `1 foundation`, `2 foundations`. @param many where an s does not make it */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** A share of variance: no sign but a true minus, `.00` never `−.00`. */
export const r2 = (x: number): string => number(x, 2).replace('+', '')
