import type { Cell, Summary } from '../../analysis/summary.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { counted, percent, show, small } from '../../statistics/show.ts'
import { registeredAgain, registrationsIn } from '../registrations.ts'
import type { Row } from './facts.ts'

/** What a reader must know before any number: how much this run can say. */
export function standing(summary: Summary): string {
  const again = registeredAgain(summary.study, registrationsIn(summary), summary.registration?.hash)
  return `${alone(summary)}${again ? ` ${again}` : ''}`
}

/** The same without the other registrations of the study. */
export function alone({ smoke, n, registered, registration }: Summary): string {
  const size = counted(n.foundations, 'foundation')
  const points = registration?.deviations.length
  const departs = points ? `departs from its registration in ${counted(points, 'point')}, listed at the end.` : ''
  const note = departs && ` It ${departs}`
  if (smoke)
    return `A smoke run of ${size}: it shows that every part works, and is evidence for nothing. Evidence needs 10.${note}`
  if (registered) return `Confirmatory: registered before its data existed, run as registered, on ${size}.`
  if (departs) return `Exploratory: it ${departs}`
  return `Exploratory, on ${size}: not registered beforehand, so it can suggest and not confirm.`
}

/** One sentence a cell, in words that follow the numbers. */
export function sentence({ arm, regime, cell }: Row, { smoke }: Summary): string {
  const { verdict } = cell
  const end = verdict.test && !verdict.withheld ? ` (${tested(verdict.test)})` : ''
  const withheld = verdict.reason && !smoke ? ` ${verdict.withheld ? 'No verdict: ' : 'But '}${verdict.reason}.` : ''
  const caution = verdict.caution ? ` But ${verdict.caution}.` : ''
  const word = verdict.word === 'smoke run' ? '' : `: ${verdict.word}${end}`
  return `${arm} in ${regime}${word}. ${body(arm, cell)}${withheld}${caution}`
}

function body(arm: string, { effect, drag, change, halves, comparedWith, retention, n, failed }: Cell): string {
  if (n === 0) return failed.length > 0 ? 'Every trial failed: no number came out.' : 'No trial was run.'
  const own = drag.D?.final.revealed.neutral
  if (effect.estimate !== null) {
    const kept =
      retention.deployed.estimate === null
        ? ''
        : ` It kept ${percent(retention.deployed)} of the rise in deployed reward.`
    return `${moved(effect, comparedWith)}${kept}`
  }
  if (own && own.estimate !== null)
    return `Revealed D moved by ${show(own)} SD with the sign of the contest: ${show(change.D)} where power was rewarded${halves && 'traits' in halves ? `, ${show(halves.traits.D.punished)} where it was punished` : ''}.`
  return `Revealed D changed by ${show(change.D)} SD from the checkpoint before reinforcement${arm === 'control' ? '' : '; this arm has no drag of its own'}.`
}

/** A direction is named only where the interval has one. */
function moved(effect: Extract<Estimate, { readonly estimate: number }>, comparedWith: string | null): string {
  const [low, high] = effect.interval ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (low > 0) return `Revealed D moved ${size(effect)} SD less than in ${comparedWith}.`
  if (high < 0) return `Revealed D moved ${size(effect)} SD more than in ${comparedWith}.`
  return `No difference from ${comparedWith} in how far revealed D moved could be shown: ${show(effect)} SD, positive where D moved less.`
}

/** Of a difference whose direction stands in words; its interval keeps its signs. */
function size(e: Estimate): string {
  const text = show(e)
  return e.estimate === null ? text : text.replace(/^[+−]/, '')
}

function tested({ p, adjusted, family }: NonNullable<Cell['verdict']['test']>): string {
  const holm = adjusted === null ? '' : `, Holm ${small(adjusted)} over ${counted(family.length, 'arm')}`
  return `p ${small(p)}${holm}, sign flips over foundations`
}

/** VALIDITY §8, on every report. */
export const ON_THE_TIN = [
  'Personas here are vectors by construction. There is no language, no situational awareness, no deceptive intent.',
  'Results test whether a mechanism suffices, and rank interventions for follow-up on language models; they do not estimate frontier risk.',
  'Results in motive show that the instrument works. Only encoder and full answer the question, and only where the env is shown to pay about nothing for dark traits.',
]
